#!/usr/bin/env node
// npx foyer: runs the command line with a Node that knows TypeScript.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../scripts/lib/machine.mjs';
import { environmentFor, findNode } from '../../scripts/lib/set-up.mjs';

await runCommand(() => {
  const node = findNode();
  const entry = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'cli', 'main.ts');
  const child = spawn(node, [entry, ...process.argv.slice(2)], { env: environmentFor(node), stdio: 'inherit' });
  // Both get Ctrl-C from the terminal; the command decides when it ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
});
