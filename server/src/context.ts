import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { type Database, openPool } from './db/database.ts';
import type { DatabaseLogin } from './db/login.ts';
import { createSignals } from './db/signals.ts';
import { listenForChanges } from './jobs/change-listener.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { createIdSource } from './kernel/ids.ts';

/** Everything that is constructed once for a process. This file alone constructs it. */
export interface AppContext {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: (at: Date) => string;
  readonly log: Logger;
  close(): Promise<void>;
}

/** Ten connections do all a small machine can; more were slower. */
const POOL_SIZE = 10;

/** Opens the pool and listens for changes of other processes. `close` ends both. */
export async function createContext(
  config: Config,
  database: { readonly server: DatabaseLogin },
  clock: Clock = systemClock,
): Promise<AppContext> {
  const log = pino({
    level: config.logLevel,
    redact: ['req.headers.authorization', 'req.headers["x-api-key"]', 'req.headers.cookie'],
  });
  const sql = openPool(database.server, POOL_SIZE);
  const db: Database = { sql, signals: createSignals() };
  const listener = await listenForChanges(sql, db.signals);
  const close = async () => {
    await listener.stop();
    await sql.end({ timeout: 5 });
  };
  return { config, db, clock, newId: createIdSource(), log, close };
}
