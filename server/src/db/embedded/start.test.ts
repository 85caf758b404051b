import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually, whenGone } from '../../../test/smoke/machine.ts';
import type { DatabaseLogin } from '../login.ts';
import { postgresAccount } from './account.ts';
import { stopPostmaster } from './postmaster.ts';
import { findPostmaster } from './postmaster-file.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.ts';

const holder = fileURLToPath(new URL('../../../test/hold-embedded-postgres.ts', import.meta.url));
const told: string[] = [];
const log = { info: (text: string) => void told.push(text), warn: () => undefined };
let dataDir: string;
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  told.length = 0;
  dataDir = await mkdtemp(join(tmpdir(), 'foyer-pg-'));
  await chmod(dataDir, 0o711);
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  await Promise.all(running.splice(0).map((each) => each.stop()));
  const left = await findPostmaster(join(dataDir, 'postgres', 'cluster'));
  if (left) await stopPostmaster(left.pid, join(dataDir, 'postgres', 'cluster'));
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
});

test('what was written is there after a stop and a start', async () => {
  const first = await start();
  await query(first.owner, 'create table kept (id int); insert into kept values (1)');
  await first.stop();
  const second = await start();
  expect(await query(second.owner, 'select id from kept')).toEqual([{ id: 1 }]);
  expect(await query(second.owner, "select current_setting('fsync') f, current_setting('listen_addresses') l")).toEqual(
    [{ f: 'on', l: '' }],
  );
});

test('passwords and socket are for their owner alone', async () => {
  const { home } = await start();
  const modes = await Promise.all(['passwords.json', 'cluster', 'socket'].map((name) => stat(join(home, name))));
  expect(modes.map((each) => (each.mode & 0o777).toString(8))).toEqual(['600', '700', '700']);
});

test('a login with a wrong password is refused', async () => {
  const { server } = await start();
  await expect(query({ ...server, password: 'wrong' }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

test('a second owner is refused and the first goes on', async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(
    new RegExp(`already runs on the data folder ${dataDir} \\(process ${process.pid}\\)`),
  );
  expect(await query(first.server, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('the postmaster of a killed server is ended and its data kept', async () => {
  const child = await startHolder();
  const left = await postmasterPid();
  const passwords = JSON.parse(await readFile(join(dataDir, 'postgres', 'passwords.json'), 'utf8'));
  const path = join(dataDir, 'postgres', 'socket', '.s.PGSQL.5432');
  const owner = { path, database: 'foyer', username: 'foyer_owner', password: passwords.owner };
  const sql = postgres({ ...owner, max: 1 });
  await sql.unsafe('create table kept (id int); insert into kept values (1)');
  await kill(child);
  const next = await start();
  expect(await postmasterPid()).not.toBe(left);
  await whenGone(left);
  expect(await query(next.owner, 'select id from kept')).toEqual([{ id: 1 }]);
  await sql.end();
});

test('a Postgres that dies is brought back with all that was committed', async () => {
  const database = await start();
  await query(database.owner, 'create table kept (id int); insert into kept values (1)');
  const pid = await postmasterPid();
  process.kill(pid, 'SIGKILL');
  await whenGone(pid);
  const rows = await eventually('Postgres answers again', 15_000, () =>
    query(database.owner, 'select id from kept').catch(() => undefined),
  );
  expect(rows).toEqual([{ id: 1 }]);
  // It lets clients in a moment before its owner has it again, and another server may take it in between.
  await eventually('its owner has it again', 15_000, async () => told.includes('Postgres is back.') || undefined);
  await expect(start()).rejects.toThrow(/already runs/);
});

test('one that keeps dying is given up, and whoever listens is told', async () => {
  const database = await start();
  const failed = new Promise<Error>((resolve) => database.onFailure(resolve));
  await writeFile(join(database.home, 'cluster', 'global', 'pg_control'), 'broken');
  process.kill(await postmasterPid(), 'SIGKILL');
  expect((await failed).message).toMatch(/Postgres ended at once/);
});

test('a process id that another program has by now does not stop the start', async () => {
  const database = await start();
  await database.stop();
  const other = spawn('sleep', ['60'], { stdio: 'ignore', ...postgresAccount() });
  children.push(other);
  await once(other, 'spawn');
  const lines = [other.pid, join(database.home, 'cluster'), 1, 5432, join(database.home, 'socket'), '', 1, 'ready', ''];
  await writeFile(join(database.home, 'cluster', 'postmaster.pid'), lines.join('\n'));
  await writeFile(join(database.home, 'socket', '.s.PGSQL.5432.lock'), lines.join('\n'));
  const next = await start();
  expect(await query(next.server, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(other.exitCode).toBeNull();
});

test('a start that was killed while it made the cluster is made again', async () => {
  const child = spawn(process.execPath, [holder, dataDir], { stdio: 'ignore' });
  children.push(child);
  await eventually('the cluster is being made', 10_000, async () => {
    const staging = (await readdir(dataDir)).find((name) => name.startsWith('postgres.new-'));
    if (!staging) return undefined;
    const inside: string[] = await readdir(join(dataDir, staging)).catch(() => []);
    return inside.includes('cluster') ? staging : undefined;
  });
  await kill(child);
  expect(await readdir(dataDir)).not.toContain('postgres');
  const next = await start();
  expect(await query(next.server, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect((await readdir(dataDir)).filter((name) => name.includes('.new-'))).toEqual([]);
});

test('two that start at once on a new folder: one runs, the other says so', async () => {
  const results = await Promise.allSettled([startHolder(), startHolder()]);
  expect(results.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a path too long for a socket is no hindrance', async () => {
  const long = join(dataDir, 'a'.repeat(60), 'b'.repeat(60));
  await mkdir(long, { recursive: true, mode: 0o711 });
  const database = await startEmbeddedPostgres({ dataDir: long, log });
  running.push(database);
  expect(await query(database.server, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a data folder that cannot be one is refused in one line', async () => {
  const file = join(dataDir, 'file');
  await writeFile(file, '');
  await expect(startEmbeddedPostgres({ dataDir: join(file, 'data'), log })).rejects.toThrow(
    /^The data folder .* cannot be used .*set FOYER_DATA_DIR\.$/,
  );
});

async function start(): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataDir, log });
  running.push(database);
  return database;
}

async function startHolder(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [holder, dataDir], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [first] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (String(first).trim() !== 'ready') throw new Error(errors);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function postmasterPid(): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

async function query(login: DatabaseLogin, text: string): Promise<unknown[]> {
  const sql = postgres({ ...login, max: 1, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}
