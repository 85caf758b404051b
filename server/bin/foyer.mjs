#!/usr/bin/env node
// npx foyer: runs the command line with a Node that knows TypeScript.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { entryOf } from '../../scripts/lib/bundle.mjs';
import { runCommand } from '../../scripts/lib/machine.mjs';
import { environmentFor, findNode } from '../../scripts/lib/set-up.mjs';

await runCommand(async () => {
  const node = findNode();
  const args = [await entryOf('cli/main'), ...process.argv.slice(2)];
  const child = spawn(node, args, { env: environmentFor(node), stdio: 'inherit' });
  // Both get Ctrl-C from the terminal; the command decides when it ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
});
