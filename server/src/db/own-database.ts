import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { errorCode, reasonOf, StartupError } from '../kernel/startup-error.ts';
import type { DatabaseLogin } from './login.ts';
import { loginFromUrl } from './login-from-url.ts';
import { ensureRoles, SERVER_ROLE } from './roles.ts';

const OLDEST_VERSION = 150_000;
const STARTING_UP = '57P03';
const PATIENCE_MS = 30_000;
const EXTENSIONS = ['btree_gist', 'pg_trgm'];

export interface OwnDatabase {
  readonly owner: DatabaseLogin;
  readonly server: DatabaseLogin;
}

/**
 * Makes a Postgres of the operator's own ready: can it be reached, is it new enough, are the roles and extensions
 * there. The server's login works as `foyer_server` whoever it logs in as, so that row-level security binds it.
 * Throws StartupError, one line for each thing that may be wrong.
 */
export async function prepareOwnDatabase(url: string, migrationUrl: string | undefined): Promise<OwnDatabase> {
  const login = loginFromUrl(url, 'DATABASE_URL');
  const owner = migrationUrl === undefined ? login : loginFromUrl(migrationUrl, 'DATABASE_MIGRATION_URL');
  const server = { ...login, connection: { ...login.connection, role: SERVER_ROLE } };
  await withDatabase(owner, migrationUrl === undefined ? 'DATABASE_URL' : 'DATABASE_MIGRATION_URL', async (sql) => {
    await checkVersion(sql);
    await ensureRoles(sql, login.username);
    await ensureExtensions(sql, owner);
    await sql`select 1`;
  });
  await withDatabase(server, 'DATABASE_URL', async (sql) => {
    await sql`select 1`;
  });
  return { owner, server };
}

async function withDatabase(
  login: DatabaseLogin,
  setting: string,
  work: (sql: postgres.Sql) => Promise<void>,
): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const sql = postgres({ ...login, max: 1, connect_timeout: 10, onnotice: () => undefined });
    try {
      return await work(sql);
    } catch (error) {
      if (error instanceof StartupError) throw error;
      if (errorCode(error) !== STARTING_UP || Date.now() > giveUpAt) throw explain(error, login, setting);
    } finally {
      await sql.end({ timeout: 1 });
    }
    await delay(500);
  }
}

async function checkVersion(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ number: number; name: string }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as name`;
  if (!row || row.number < OLDEST_VERSION) {
    throw new StartupError(`DATABASE_URL is PostgreSQL ${row?.name}: Foyer needs 15 or newer.`);
  }
}

async function ensureExtensions(sql: postgres.Sql, owner: DatabaseLogin): Promise<void> {
  const found = await sql<{ name: string }[]>`select extname as name from pg_extension`;
  const missing = EXTENSIONS.filter((name) => !found.some((row) => row.name === name));
  for (const name of missing) {
    const statement = `create extension if not exists ${name}`;
    await sql.unsafe(statement).catch((error: unknown) => {
      throw new StartupError(
        `The database ${owner.database} lacks the extension ${name} (${reasonOf(error)}): have an administrator run ${statement}; in it.`,
        error,
      );
    });
  }
}

function explain(error: unknown, login: DatabaseLogin, setting: string): StartupError {
  const place = login.path ?? `${login.host}:${login.port}`;
  const reasons: Record<string, string> = {
    ENOTFOUND: `the host ${login.host} is not known: check its name`,
    EAI_AGAIN: `the host ${login.host} cannot be looked up: check its name and the network`,
    ECONNREFUSED: `nothing takes connections at ${place}: is Postgres running there?`,
    ENOENT: `there is no socket ${place}: is Postgres running there?`,
    EHOSTUNREACH: `${place} cannot be reached: check the address and the network`,
    ETIMEDOUT: `${place} does not answer: check the address and the firewall`,
    CONNECT_TIMEOUT: `${place} does not answer: check the address and the firewall`,
    '28P01': `the password of ${login.username} is wrong`,
    '28000': `${login.username} may not log in: check the user, or pg_hba.conf`,
    '3D000': `there is no database ${login.database}: create it, or name another`,
    '42501': `${login.username} lacks a right (${reasonOf(error)})`,
    '53300': 'the server has no connection left: raise max_connections, or close some',
    [STARTING_UP]: 'the server is still starting up: try again shortly',
  };
  const reason = reasons[errorCode(error)] ?? `the database cannot be used (${reasonOf(error)})`;
  return new StartupError(`${setting}: ${reason}${reason.endsWith('?') ? '' : '.'}`, error);
}
