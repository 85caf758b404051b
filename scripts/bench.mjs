// npm run bench: measures the running product beside references of the same machine; see docs/performance.md.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './lib/machine.mjs';
import { environmentFor, root, serverFlags, setUp } from './lib/set-up.mjs';

await runCommand(async () => {
  const node = await setUp({ dev: false });
  const child = spawn(node, [...serverFlags, join(root, 'server', 'bench', 'main.ts'), ...process.argv.slice(2)], {
    env: environmentFor(node),
    stdio: 'inherit',
  });
  // A terminal gives Ctrl-C to both; the child ends what it started, and this process waits for it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
});
