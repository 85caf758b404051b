import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { StartupError } from '../../kernel/startup-error.ts';
import type { DatabaseLogin } from '../login.ts';
import { isAlive } from './postmaster-file.ts';

/** Of our choosing; held by the one server that owns the cluster. */
const OWNER_LOCK = 7_305_808_870;
const NAME = 'foyer-guard-of-';
/** Enough for a process that was just killed and is not reaped yet. */
const ALIVE_PATIENCE_MS = 500;

export interface Guard {
  /** The superuser's connection that holds the lock. */
  readonly maintenance: postgres.Sql;
  release(): Promise<void>;
}

/**
 * Takes the session lock that makes this process the owner of the cluster, or throws if another process has it.
 * The connection of a server that was just killed may need a moment to close, so it is tried for `patienceMs`.
 */
export async function takeGuard(admin: DatabaseLogin, dataDir: string, patienceMs: number): Promise<Guard> {
  const sql = postgres({
    ...admin,
    connection: { application_name: `${NAME}${process.pid}` },
    max: 1,
    // postgres.js would renew the connection after an hour, and the lock would be gone.
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => undefined,
  });
  try {
    const startedAt = Date.now();
    for (;;) {
      const [row] = await sql<{ taken: boolean }[]>`select pg_try_advisory_lock(${OWNER_LOCK}) as taken`;
      if (row?.taken) return { maintenance: sql, release: () => sql.end({ timeout: 1 }) };
      const owner = await findOwner(sql);
      const patience = owner !== undefined && isAlive(owner) ? Math.min(patienceMs, ALIVE_PATIENCE_MS) : patienceMs;
      if (Date.now() - startedAt > patience) throw refuse(owner, dataDir);
      await delay(50);
    }
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
}

/** The process id of the server that holds the lock, if it told. */
async function findOwner(sql: postgres.Sql): Promise<number | undefined> {
  const [row] = await sql<{ name: string }[]>`
    select a.application_name as name
    from pg_locks l join pg_stat_activity a using (pid)
    where l.locktype = 'advisory' and l.granted and a.application_name like ${`${NAME}%`}
    limit 1`;
  return row ? Number(row.name.slice(NAME.length)) : undefined;
}

function refuse(owner: number | undefined, dataDir: string): StartupError {
  const who = owner === undefined ? 'another process' : `process ${owner}`;
  return new StartupError(
    `Foyer already runs on the data folder ${dataDir} (${who}): stop it first, or set FOYER_DATA_DIR and PORT for a second one.`,
  );
}
