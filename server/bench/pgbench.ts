import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseLogin } from '../src/db/login.ts';

const run = promisify(execFile);

/** Postgres has 60 connections; more than a few for each processor only wait for each other. */
const CLIENTS = 16;
const THREADS = 2;

/** Where there is no pgbench there are no references of it. */
export async function hasPgbench(): Promise<boolean> {
  return run('pgbench', ['--version']).then(
    () => true,
    () => false,
  );
}

/** Makes pgbench's own tables with as many accounts as there are leads. */
export async function fillPgbench(login: DatabaseLogin, leads: number): Promise<void> {
  const scale = Math.max(1, Math.round(leads / 100_000));
  await run('pgbench', ['--initialize', '--quiet', `--scale=${scale}`], { env: environmentOf(login) });
}

/** Transactions a second of a prepared statement, which `sql` holds, or of pgbench's select by key. */
export async function runPgbench(
  login: DatabaseLogin,
  { seconds, sql, folder }: { seconds: number; sql: string | undefined; folder: string },
): Promise<number> {
  const file = join(folder, 'pgbench.sql');
  if (sql !== undefined) await writeFile(file, sql);
  const what = sql === undefined ? ['--select-only'] : ['--no-vacuum', `--file=${file}`];
  const how = ['--protocol=prepared', `--client=${CLIENTS}`, `--jobs=${THREADS}`, `--time=${seconds}`];
  const { stdout } = await run('pgbench', [...what, ...how], { env: environmentOf(login) }).catch((error: Error) => {
    throw new Error(error.message.slice(0, 1_000));
  });
  if (sql !== undefined) await rm(file);
  const [, perSecond] = /^tps = ([\d.]+)/m.exec(stdout) ?? [];
  if (perSecond === undefined || /failed transactions: [1-9]|aborted/i.test(stdout)) {
    throw new Error(`pgbench gave no figure: ${stdout}`);
  }
  return Number(perSecond);
}

function environmentOf({ host, port, database, username, password }: DatabaseLogin): NodeJS.ProcessEnv {
  const login = { PGHOST: host, PGPORT: String(port), PGDATABASE: database, PGUSER: username, PGPASSWORD: password };
  return { ...process.env, ...login };
}
