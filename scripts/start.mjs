// npm start: installs what is missing, then runs the server and passes signals and its exit code on.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { entryOf } from './lib/bundle.mjs';
import { runCommand } from './lib/machine.mjs';
import { environmentFor, serverFlags, setUp } from './lib/set-up.mjs';

/** One Ctrl-C arrives twice, from the terminal and from npm, and must not count as a second, impatient one. */
const SAME_SIGNAL_MS = 500;
const PARENT_CHECK_MS = 1_000;

await runCommand(async () => {
  const node = await setUp({ dev: false });
  return runServer(node, [await entryOf('main'), ...process.argv.slice(2)]);
});

function runServer(node, args) {
  // A process group of its own: it gets each signal once, from here. The channel tells it when this process is killed.
  const child = spawn(node, [...serverFlags, ...args], {
    env: environmentFor(node),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  passSignals(child);
  if (process.env.npm_lifecycle_event !== undefined) endWithParent(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

function passSignals(child) {
  let passedAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
    process.on(signal, () => {
      const now = Date.now();
      if (now - passedAt < SAME_SIGNAL_MS) return;
      passedAt = now;
      child.kill(signal);
    });
  }
}

/** npm that is killed cannot tell its script. */
function endWithParent(child) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, PARENT_CHECK_MS).unref();
}
