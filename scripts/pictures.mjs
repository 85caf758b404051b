// node scripts/pictures.mjs: takes the pictures in docs/images anew, of a conversation with the running product.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './lib/machine.mjs';
import { environmentFor, root, setUp } from './lib/set-up.mjs';

await runCommand(async () => {
  const node = await setUp({ dev: true });
  if (node !== process.execPath) return runAgain(node);
  const { takePictures } = await import('../server/test/pictures.ts');
  await takePictures(join(root, 'docs', 'images'));
  return 0;
});

/** The browser's helper is TypeScript: this same file, by a Node that runs it. */
function runAgain(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url)], { env: environmentFor(node), stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
