import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isAlive } from '../../src/db/embedded/postmaster-file.ts';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Copies what a clone of this tree would hold, changes that are not committed yet included. */
export async function copyClone(to: string): Promise<void> {
  for (const path of (await listWithGit()) ?? (await listWithoutGit())) {
    const from = join(root, path);
    // Listed although deleted in the working tree.
    if (!(await stat(from).catch(() => undefined))) continue;
    await mkdir(dirname(join(to, path)), { recursive: true });
    await cp(from, join(to, path), { verbatimSymlinks: true });
  }
}

async function listWithGit(): Promise<string[] | undefined> {
  const args = ['-C', root, 'ls-files', '-co', '--exclude-standard', '-z'];
  const listed = await execute('git', args, { maxBuffer: 64_000_000 }).catch(() => undefined);
  return listed?.stdout.split('\0').filter((name) => name !== '');
}

/** Of a tree that was unpacked from an archive, or where there is no git. */
async function listWithoutGit(): Promise<string[]> {
  const left = /(^|\/)(node_modules|data|\.git|coverage)(\/|$)/;
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  return paths.filter((path) => !left.test(path));
}

/**
 * The environment of a person who has just logged in: nothing of npm's or of this test run, and the machine's own
 * Node rather than the one that the tests run with. What the machine needs to reach the registry stays.
 */
export function freshEnvironment(home: string, user: User | undefined): Record<string, string> {
  const kept = /^(https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|npm_config_(registry|cafile|cache))$/i;
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => {
    // Another user may not write to our cache.
    return kept.test(entry[0]) && entry[1] !== undefined && !(user && entry[0] === 'npm_config_cache');
  });
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(inherited), HOME: home, PATH: path.join(delimiter), PORT: '0' };
}

/** Waits for what `look` finds, and fails with `what` if that takes longer than `timeoutMs`. */
export async function eventually<T>(what: string, timeoutMs: number, look: () => Promise<T | undefined>): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error(`This did not come true within ${timeoutMs} ms: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The process whose arguments contain `text`, such as the path of a clone's main.ts. */
export async function findProcess(isWanted: (argument: string) => boolean): Promise<number | undefined> {
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    const runs = await readlink(`/proc/${name}/exe`).catch(() => '');
    if (runs !== '' && line.split('\0').some(isWanted)) return Number(name);
  }
  return undefined;
}

export function whenGone(pid: number): Promise<true> {
  return eventually(`process ${pid} has ended`, 15_000, async () => ((await hasEnded(pid)) ? true : undefined));
}

async function hasEnded(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return true;
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return / Z /.test(status);
}
