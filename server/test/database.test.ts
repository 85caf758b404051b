import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('the server login is bound by row-level security and owns nothing', async () => {
  const sql = postgres({ ...database.server, max: 1 });
  const [role] = await sql`
    select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user`;
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false });
  const owned = await sql`
    select relname from pg_class where relowner = (select oid from pg_roles where rolname = current_user)`;
  expect(owned).toEqual([]);
  await expect(sql`create table public.mine (id int)`).rejects.toMatchObject({ code: '42501' });
  await sql.end();
});

test('the template is migrated and free of data of the tests', async () => {
  const sql = postgres({ ...database.owner, max: 1 });
  const [found] = await sql`select to_regclass('public.schema_migrations') is not null as migrated`;
  expect(found?.migrated).toBe(true);
  await sql.end();
});
