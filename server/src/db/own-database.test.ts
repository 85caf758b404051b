import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start.ts';
import type { DatabaseLogin } from './login.ts';
import { type OwnDatabase, prepareOwnDatabase } from './own-database.ts';

// A cluster of its own, as roles belong to the whole cluster; without Foyer's roles it is like anybody's Postgres.
let dataDir: string;
let cluster: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'foyer-own-'));
  await chmod(dataDir, 0o711);
  const log = { info: () => undefined, warn: () => undefined };
  cluster = await startEmbeddedPostgres({ dataDir, log, durable: false });
  await admin('drop database foyer');
  await admin('drop role foyer_owner, foyer_server, foyer_engine');
});
afterAll(async () => {
  await cluster.stop();
  await rm(dataDir, { recursive: true, force: true });
});

beforeEach(async () => {
  await admin('drop database if exists own with (force)');
  await admin('drop role if exists foyer_server, foyer_engine, ordinary, creator');
  await admin("create role ordinary login password 'p@ss/word'");
  await admin("create role creator login createrole password 'p@ss/word'");
});

test.each([
  ['a superuser', () => url(cluster.maintenance), 'foyer_admin'],
  ['an owner who may create roles', () => url({ username: 'creator', password: 'p@ss/word' }), 'creator'],
])('%s gets what is missing made, and the server is bound by row-level security', async (_who, address, owner) => {
  await admin(`create database own owner ${owner}`);
  const own = await prepareOwnDatabase(address(), undefined);
  await expectBound(own);
  // Again on the next start.
  await prepareOwnDatabase(address(), undefined);
});

test('who may not create roles is told the SQL, and after it was run all is well', async () => {
  await admin('create database own owner ordinary');
  const address = url({ username: 'ordinary', password: 'p@ss/word' });
  const refused = await prepareOwnDatabase(address, undefined).catch((error: unknown) => String(error));
  expect(refused).toMatch(
    /run this once as an administrator: create role foyer_server .*grant foyer_engine to "ordinary";$/,
  );
  await admin(String(refused).replace(/^.*administrator: /, ''));
  await expectBound(await prepareOwnDatabase(address, undefined));
});

test('with a login of its own for migrations the other one is bound all the same', async () => {
  await admin('create database own owner creator');
  const own = await prepareOwnDatabase(
    url({ username: 'ordinary', password: 'p@ss/word' }),
    url({ username: 'creator', password: 'p@ss/word' }),
  );
  expect(own.owner.username).toBe('creator');
  expect(own.server.username).toBe('ordinary');
  await expectBound(own);
});

test('a server role that could see past row-level security is refused', async () => {
  await admin('create database own');
  await admin('create role foyer_server nologin bypassrls; create role foyer_engine nologin');
  await expect(prepareOwnDatabase(url(cluster.maintenance), undefined)).rejects.toThrow(
    /alter role foyer_server nosuperuser nobypassrls/,
  );
});

test.each([
  ['a wrong password', { password: 'wrong' }, /^DATABASE_URL: the password of ordinary is wrong\.$/],
  ['a database that is not there', { database: 'nowhere' }, /^DATABASE_URL: there is no database nowhere/],
  ['a user that is not there', { username: 'nobody_here' }, /^DATABASE_URL: the password of nobody_here is wrong\.$/],
  ['a socket that is not there', { host: '/nowhere' }, /^DATABASE_URL: there is no socket \/nowhere/],
  [
    'a port that nobody listens on',
    { host: '127.0.0.1', port: 1 },
    /^DATABASE_URL: nothing takes connections at 127\.0\.0\.1:1/,
  ],
  ['a host without a name', { host: 'no-such-host.invalid' }, /^DATABASE_URL: the host no-such-host\.invalid/],
])('%s is refused in one line', async (_what, part, message) => {
  await admin('create database own owner ordinary');
  const address = url({ username: 'ordinary', password: 'p@ss/word', ...part });
  await expect(prepareOwnDatabase(address, undefined)).rejects.toThrow(message);
});

test('an address with an unknown sslmode or without a user is refused', async () => {
  await expect(prepareOwnDatabase('postgres://me@db/own?sslmode=perhaps', undefined)).rejects.toThrow(
    /sslmode perhaps/,
  );
  await expect(prepareOwnDatabase('postgres://db/own', undefined)).rejects.toThrow(/names no user/);
});

async function expectBound({ owner, server }: OwnDatabase): Promise<void> {
  await run(owner, 'create table private (id int); alter table private enable row level security');
  await run(owner, 'insert into private values (1); grant select on private to foyer_server');
  expect(await run(server, 'select current_user::text as role')).toEqual([{ role: 'foyer_server' }]);
  expect(await run(server, 'select id from private')).toEqual([]);
  await expect(run(server, 'create table mine (id int)')).rejects.toMatchObject({ code: '42501' });
  await run(owner, 'drop table private');
}

function url(part: Partial<Pick<DatabaseLogin, 'username' | 'password' | 'host' | 'database' | 'port'>>): string {
  const { username = 'ordinary', password = '', host = cluster.maintenance.host, port = 5432 } = part;
  const database = part.database === undefined || part.database === 'postgres' ? 'own' : part.database;
  const login = `${username}:${encodeURIComponent(password)}`;
  if (host.startsWith('/')) return `postgres://${login}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  return `postgres://${login}@${host}:${port}/${database}`;
}

function admin(text: string): Promise<unknown[]> {
  return run(cluster.maintenance, text);
}

async function run(login: DatabaseLogin, text: string): Promise<unknown[]> {
  const sql = postgres({ ...login, max: 1, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}
