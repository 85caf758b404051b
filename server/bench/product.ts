import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { attachEmbeddedPostgres } from '../src/db/embedded/attach.ts';
import type { EmbeddedLogins } from '../src/db/embedded/logins.ts';
import { findFreePort } from '../src/find-free-port.ts';
import { StartupError } from '../src/kernel/startup-error.ts';
import type { Target } from './http-client.ts';
import { commandOf, familyOf } from './processes.ts';

const HOST = '127.0.0.1';
const START_PATIENCE_MS = 120_000;
const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Product {
  readonly target: Target;
  readonly logins: EmbeddedLogins;
  /** The processes that answer requests. */
  serverPids(): number[];
  postgresPids(): number[];
  /** The log grows by some megabytes a second. */
  emptyLog(): Promise<void>;
}

/** What was started and has not ended, in its order. */
const started: ChildProcess[] = [];

/** Ends everything that was started here, the last first; also what has not got further than being started. */
export async function endStarted(): Promise<void> {
  for (const child of started.splice(0).reverse()) await end(child);
}

/** The settings of every server here: all as it comes, the log at info, and addresses that the generator can vary. */
export function settingsFor(dataDir: string): Record<string, string> {
  return {
    HOST,
    PORT: '0',
    FOYER_DATA_DIR: dataDir,
    LOG_LEVEL: 'info',
    TRUST_PROXY: 'true',
    FOYER_ROLES: 'api,worker',
    OUTBOUND_ALLOW: HOST,
  };
}

/** Starts the product as `npm start` does, on a data folder, with its log in a file there. */
export async function startProduct(dataDir: string): Promise<Product> {
  const logFile = join(dataDir, 'bench.log');
  const child = await spawnLogged(logFile, (log) =>
    spawn(process.execPath, [join(root, 'scripts', 'start.mjs')], {
      cwd: root,
      env: { ...process.env, ...settingsFor(dataDir), npm_lifecycle_event: 'start' },
      stdio: ['ignore', log, log],
      // A group of its own: Ctrl-C is for the benchmark, which then ends it.
      detached: true,
    }),
  );
  const port = await untilWelcome(child, logFile, 1);
  const logins = await attachEmbeddedPostgres(dataDir);
  if (!logins) throw new Error('the product runs, but not on the embedded Postgres of its data folder');
  const pids = (isWanted: (command: string) => boolean) =>
    familyOf(child.pid ?? 0).filter((pid) => isWanted(commandOf(pid)));
  return {
    target: { host: HOST, port },
    logins,
    serverPids: () => pids((command) => command.includes('main.mjs')),
    postgresPids: () =>
      pids((command) => /postgres/.test(command) && !command.includes('main.mjs') && !command.includes('start.mjs')),
    emptyLog: () => truncate(logFile),
  };
}

async function spawnLogged(logFile: string, start: (log: number) => ChildProcess): Promise<ChildProcess> {
  // An earlier run's welcome is not this one's.
  await rm(logFile, { force: true });
  const log = await open(logFile, 'a');
  try {
    const child = start(log.fd);
    started.push(child);
    return child;
  } finally {
    await log.close();
  }
}

/** Waits until so many servers have said that they run, and gives the port of the last one. */
async function untilWelcome(child: ChildProcess, logFile: string, servers: number): Promise<number> {
  const giveUpAt = Date.now() + START_PATIENCE_MS;
  for (;;) {
    const text = await readFile(logFile, 'utf8');
    const welcomes = [...text.matchAll(/API reference: +http:\/\/[^/]*:(\d+)\/.*?Its data is in/gs)];
    if (welcomes.length === servers) return Number(welcomes.at(-1)?.[1]);
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      throw new StartupError(`The product did not start:\n${text.slice(-2_000)}`);
    }
    await delay(50);
  }
}

export interface Pair {
  readonly target: Target;
  serverPids(): number[];
}

/** Two more servers for requests only, on the product's database, behind one port. */
export async function startPair(dataDir: string, { logins }: Product): Promise<Pair> {
  const port = await findFreePort(HOST, 0);
  const env = {
    ...process.env,
    ...settingsFor(dataDir),
    PORT: String(port),
    FOYER_ROLES: 'api',
    DATABASE_URL: addressOf(logins.server),
    DATABASE_MIGRATION_URL: addressOf(logins.owner),
  };
  const logFile = join(dataDir, 'bench-pair.log');
  const child = await spawnLogged(logFile, (log) =>
    spawn(process.execPath, [...process.execArgv, fileURLToPath(new URL('./pair.ts', import.meta.url))], {
      env,
      stdio: ['ignore', log, log],
      detached: true,
    }),
  );
  await untilWelcome(child, logFile, 2);
  return { target: { host: HOST, port }, serverPids: () => familyOf(child.pid ?? 0) };
}

function addressOf({ host, port, database, username, password }: EmbeddedLogins['server']): string {
  const query = new URLSearchParams({ host, port: String(port), user: username, password });
  return `postgres://localhost/${database}?${query}`;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
