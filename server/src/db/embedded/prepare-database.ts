import postgres from 'postgres';
import type { DatabaseLogin } from '../login.ts';
import type { Passwords } from './initialise.ts';
import { DATABASE_NAME, type EmbeddedLogins } from './logins.ts';

/**
 * Makes the logins, the extensions and the database of a new cluster, over a superuser's connection; on an old one it
 * costs one query.
 */
export async function prepareDatabase(
  maintenance: postgres.Sql,
  logins: EmbeddedLogins,
  passwords: Passwords,
): Promise<void> {
  const [found] = await maintenance<{ ready: boolean }[]>`
    select exists (
      select from pg_database where datname = ${DATABASE_NAME} and shobj_description(oid, 'pg_database') = 'foyer ready'
    ) as ready`;
  if (found?.ready) return;
  await makeRoles(maintenance, passwords);
  const [there] = await maintenance`select from pg_database where datname = ${DATABASE_NAME}`;
  if (!there) await maintenance.unsafe(`create database ${DATABASE_NAME} owner foyer_owner`);
  await maintenance.unsafe(`revoke connect, temporary on database ${DATABASE_NAME} from public`);
  await maintenance.unsafe(`grant connect on database ${DATABASE_NAME} to foyer_server`);
  await prepareInside({ ...logins.maintenance, database: DATABASE_NAME });
  // The mark comes last: a start that was killed on the way does all of it again.
  await maintenance.unsafe(`comment on database ${DATABASE_NAME} is 'foyer ready'`);
}

async function makeRoles(maintenance: postgres.Sql, passwords: Passwords): Promise<void> {
  const roles = [
    ['foyer_owner', `login password '${passwords.owner}'`],
    ['foyer_server', `login password '${passwords.server}'`],
    ['foyer_engine', 'nologin'],
  ] as const;
  for (const [name, how] of roles) {
    const [there] = await maintenance`select from pg_roles where rolname = ${name}`;
    const rights = 'nosuperuser nocreatedb nocreaterole nobypassrls';
    await maintenance.unsafe(`${there ? 'alter' : 'create'} role ${name} ${rights} ${how}`);
  }
  await maintenance.unsafe('grant foyer_engine, foyer_server to foyer_owner');
}

async function prepareInside(login: DatabaseLogin): Promise<void> {
  const sql = postgres({ ...login, max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    await sql.unsafe('create extension if not exists btree_gist; create extension if not exists pg_trgm');
    await sql.unsafe('revoke create on schema public from public');
  } finally {
    // A connection that has died does not end by itself.
    await sql.end({ timeout: 1 });
  }
}
