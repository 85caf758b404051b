import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, findProcess, type User } from './machine.ts';

/** One `npm start` in a clone, from the outside. */
export interface Product {
  /** Everything printed so far, errors too. */
  output(): string;
  readonly pid: number;
  /** The exit code of `npm start`. */
  readonly exit: Promise<number | null>;
}

export interface RunningProduct extends Product {
  readonly url: string;
  /** The line to paste, as it was printed. */
  readonly curl: string;
  readonly key: string;
}

export interface Place {
  readonly clone: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: User | undefined;
}

export function npmStart(place: Place, env: Readonly<Record<string, string>> = {}): Product {
  const child = spawn('npm', ['start'], {
    cwd: place.clone,
    env: { ...place.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...place.user,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { output: () => output, pid: child.pid ?? -1, exit: exitOf(child) };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

/** Starts and waits until it says that it runs; fails with its output if it ends instead. */
export async function startProduct(place: Place, timeoutMs: number): Promise<RunningProduct> {
  const product = npmStart(place);
  let ended = false;
  void product.exit.then(() => {
    ended = true;
  });
  const curl = await eventually('the product says that it runs', timeoutMs, async () => {
    if (ended) throw new Error(`npm start ended: ${product.output()}`);
    return product
      .output()
      .match(/curl .+\n/)?.[0]
      .trim();
  }).catch((error: unknown) => {
    throw new Error(`No start. It said: ${product.output()}`, { cause: error });
  });
  const url = curl.match(/http:\/\/[^/\s]+/)?.[0] ?? '';
  const key = curl.match(/Bearer ([^'"\s]+)/)?.[1] ?? '';
  return { ...product, url, curl, key };
}

/** Runs the printed line in a shell, and returns what came back. */
export async function paste(curl: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)('sh', ['-c', curl.replace(/^curl /, 'curl -sS ')]);
  return JSON.parse(stdout);
}

export async function serverPid(place: Place): Promise<number> {
  const bundles = join(place.clone, 'node_modules', '.cache', 'foyer-server');
  const source = join(place.clone, 'server', 'src', 'main.ts');
  const isServer = (path: string) =>
    path === source || (dirname(dirname(path)) === bundles && basename(path) === 'main.mjs');
  const pid = await findProcess(isServer);
  if (pid === undefined) throw new Error('There is no server process.');
  return pid;
}

/** The folder of the database: in the data folder, or where the file in it says. */
export async function databaseHome(place: Place): Promise<string> {
  const data = join(place.clone, 'data');
  const elsewhere = await readFile(join(data, 'database-location.txt'), 'utf8').catch(() => '');
  return elsewhere.trim() || join(data, 'postgres');
}

export async function postgresPid(place: Place): Promise<number> {
  const file = await readFile(join(await databaseHome(place), 'cluster', 'postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
}

export async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
}
