import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig } from '../config.ts';
import { type AppContext, createContext } from '../context.ts';
import { openPool } from '../db/database.ts';
import { attachEmbeddedPostgres } from '../db/embedded/attach.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { type OpenDatabase, openDatabase } from '../db/open-database.ts';

type Settings = ReturnType<typeof loadConfig>;

const MOST_TRIES = 5;
const OTHERS_WAIT_MS = 30_000;

/**
 * The installation's database: the one of DATABASE_URL, or the embedded one of a server that runs, or else the
 * embedded one started for as long as the command takes. `close` ends what was opened. Throws StartupError.
 */
export async function openSystem(note: (line: string) => void): Promise<AppContext> {
  const settings = loadConfig();
  for (let tries = 1; ; tries += 1) {
    try {
      return await openOnce(settings, note);
    } catch (error) {
      // Another command may have started or ended the embedded Postgres in between: then the next try finds it so.
      const isRunning = settings.databaseUrl === undefined && (await attachEmbeddedPostgres(settings.dataDir));
      if (!isRunning || tries >= MOST_TRIES) throw error;
      await delay(100 * tries);
    }
  }
}

async function openOnce(settings: Settings, note: (line: string) => void): Promise<AppContext> {
  const log = { info: note, warn: note };
  const isShared = settings.databaseUrl !== undefined || (await attachEmbeddedPostgres(settings.dataDir)) !== undefined;
  const database = await openDatabase(settings, { log, beside: true });
  try {
    await migrateDatabase(database.owner, { log });
    const context = await createContext({ ...settings, logLevel: 'silent' }, database);
    const close = async () => {
      await context.close();
      if (!isShared) await waitForOthers(database);
      await database.stop();
    };
    return { ...context, close };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** Another command that found our Postgres running may still be using it. */
async function waitForOthers(database: OpenDatabase): Promise<void> {
  const sql = openPool(database.server, 1);
  try {
    const giveUpAt = Date.now() + OTHERS_WAIT_MS;
    while (Date.now() < giveUpAt) {
      const others = await sql`
        select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
      if (others.length === 0) return;
      await delay(50);
    }
  } finally {
    await sql.end({ timeout: 1 });
  }
}
