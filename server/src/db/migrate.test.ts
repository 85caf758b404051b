import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { migrate } from './migrate.ts';

const log = { info: () => undefined, warn: () => undefined };
let dir: string;
let database: TestDatabase;
let sql: postgres.Sql;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'foyer-migrations-'));
  database = await createTestDatabase({ empty: true });
  sql = postgres({ ...database.owner, max: 4, onnotice: () => undefined });
});
afterEach(async () => {
  await sql.end();
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

const write = (name: string, text: string) => writeFile(join(dir, name), text);

test('files are applied once, in the order of their numbers', async () => {
  await write('0002_more.sql', 'alter table things add column colour text;');
  await write('0001_first.sql', 'create table things (id int primary key); insert into things values (1);');
  expect(await migrate(sql, { dir, log })).toEqual(['0001_first.sql', '0002_more.sql']);
  expect(await migrate(sql, { dir, log })).toEqual([]);
  await write('0003_last.sql', 'insert into things values (2);');
  expect(await migrate(sql, { dir, log })).toEqual(['0003_last.sql']);
  expect(await sql`select id from things order by id`).toEqual([{ id: 1 }, { id: 2 }]);
});

test('several processes at once apply each file once', async () => {
  await write('0001_first.sql', 'create table things (id int primary key); select pg_sleep(0.05);');
  await write('0002_more.sql', 'insert into things values (1);');
  const done = await Promise.all([1, 2, 3].map(() => migrate(sql, { dir, log })));
  expect(done.flat().sort()).toEqual(['0001_first.sql', '0002_more.sql']);
});

test('a file that fails leaves nothing of itself and names its line', async () => {
  await write('0001_first.sql', 'create table things (id int primary key);');
  await write('0002_bad.sql', 'insert into things values (1);\ninsert into nothing values (1);\n');
  await expect(migrate(sql, { dir, log })).rejects.toThrow(/0002_bad\.sql failed at line 2: .*"nothing"/);
  expect(await sql`select id from things`).toEqual([]);
  expect(await sql`select name from schema_migrations`).toEqual([{ name: '0001_first.sql' }]);
});

test('a file that was changed after it was applied is refused, but not for its line ends', async () => {
  await write('0001_first.sql', 'create table things (id int);\n');
  await migrate(sql, { dir, log });
  await write('0001_first.sql', 'create table things (id int);\r\n');
  expect(await migrate(sql, { dir, log })).toEqual([]);
  await write('0001_first.sql', 'create table things (id bigint);\n');
  await expect(migrate(sql, { dir, log })).rejects.toThrow(/0001_first\.sql was changed after it was applied/);
});

test('a database of a newer version is refused', async () => {
  await write('0001_first.sql', 'create table things (id int);');
  await write('0002_newer.sql', 'create table more (id int);');
  await migrate(sql, { dir, log });
  await rm(join(dir, '0002_newer.sql'));
  await expect(migrate(sql, { dir, log })).rejects.toThrow(/newer Foyer \(it has 0002_newer\.sql\)/);
});
