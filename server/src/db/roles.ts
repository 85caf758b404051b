import type postgres from 'postgres';
import { StartupError } from '../kernel/startup-error.ts';

/** What the server works as: owns nothing and is bound by row-level security. */
export const SERVER_ROLE = 'foyer_server';
/** Owns the few functions that look across workspaces; the policies name it. Nobody logs in as it. */
const ENGINE_ROLE = 'foyer_engine';

interface RolesState {
  readonly me: string;
  readonly mayCreate: boolean;
  readonly missing: readonly string[];
  readonly unsafe: readonly string[];
  /** `[login, role]` pairs of memberships that are not there yet. */
  readonly grants: readonly (readonly [string, string])[];
}

/**
 * Sees to it that the server's roles exist and that the migrating login and the server's login may become them.
 * Makes what is missing where the connection's user may; else throws StartupError with the SQL for an administrator.
 * Costs one or two queries when all is there. Roles belong to the whole Postgres server, not to one database.
 */
export async function ensureRoles(sql: postgres.Sql, serverLogin?: string): Promise<void> {
  const state = await readState(sql, serverLogin);
  if (state.unsafe.length > 0) {
    const names = state.unsafe.join(', ');
    throw new StartupError(
      `The role ${names} could see past row-level security: alter role ${state.unsafe[0]} nosuperuser nobypassrls;`,
    );
  }
  const statements = [
    ...state.missing.map((role) => `create role ${role} nologin nosuperuser nocreatedb nocreaterole nobypassrls`),
    ...state.grants.map(([login, role]) => `grant ${role} to ${quote(login)}`),
  ];
  if (statements.length === 0) return;
  if (!state.mayCreate) throw askAdministrator(state.me, statements);
  await sql
    .begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(7305808872)`;
      for (const statement of statements) await tx.unsafe(ifNew(statement));
    })
    .catch((error: unknown) => {
      throw askAdministrator(state.me, statements, error);
    });
}

function askAdministrator(me: string, statements: readonly string[], cause?: unknown): StartupError {
  return new StartupError(
    `The database login ${me} may not set up Foyer's roles; run this once as an administrator: ${statements.join('; ')};`,
    cause,
  );
}

/** Another process may have made the role since it was looked for. */
function ifNew(statement: string): string {
  return `do $body$ begin ${statement}; exception when duplicate_object or unique_violation then null; end $body$`;
}

async function readState(sql: postgres.Sql, serverLogin: string | undefined): Promise<RolesState> {
  const roles = [SERVER_ROLE, ENGINE_ROLE];
  const [own] = await sql<{ me: string; may: boolean; version: number }[]>`
    select current_user::text as me, rolsuper or rolcreaterole as may,
           current_setting('server_version_num')::int as version
    from pg_roles where rolname = current_user`;
  if (!own) throw new Error('Postgres does not know the role that is logged in.');
  const found = await sql<{ name: string; unsafe: boolean }[]>`
    select rolname::text as name, rolsuper or rolbypassrls as unsafe from pg_roles where rolname = any(${roles})`;
  const names = found.map((row) => row.name);
  const wanted: [login: string, role: string][] = [
    [own.me, SERVER_ROLE],
    [own.me, ENGINE_ROLE],
  ];
  if (serverLogin && serverLogin !== own.me && serverLogin !== SERVER_ROLE) wanted.push([serverLogin, SERVER_ROLE]);
  // Before 16 whoever is a member may also become the role; from 16 on that is a right of its own.
  const right = own.version >= 160_000 ? 'SET' : 'MEMBER';
  const grants: [login: string, role: string][] = [];
  for (const [login, role] of wanted) {
    if (!names.includes(role) || !(await hasRole(sql, login, role, right))) grants.push([login, role]);
  }
  return {
    me: own.me,
    mayCreate: own.may,
    missing: roles.filter((role) => !names.includes(role)),
    unsafe: found.filter((row) => row.unsafe).map((row) => row.name),
    grants,
  };
}

async function hasRole(sql: postgres.Sql, login: string, role: string, right: 'SET' | 'MEMBER'): Promise<boolean> {
  const [row] = await sql<{ has: boolean }[]>`select pg_has_role(${login}, ${role}, ${right}) as has`;
  return row?.has ?? false;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
