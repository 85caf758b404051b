import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { entryOf } from '../../scripts/lib/bundle.mjs';

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  /** Standard error. */
  readonly err: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the command line, bundled as for its users, as a process of its own, in the clone's root, with these settings and no others. */
export async function runCli(settings: Readonly<Record<string, string>>, ...args: string[]): Promise<CliResult> {
  // As bin/foyer.mjs has it: to read all the code anew would take most of a command's time.
  const NODE_COMPILE_CACHE = join(root, 'node_modules', '.cache', 'foyer-compiled');
  const env = { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE, ...settings };
  const child = spawn(process.execPath, [await entryOf('cli/main'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}
