import { setTimeout as delay } from 'node:timers/promises';
import { createChannels } from '../adapters/channels/index.ts';
import { createOpenAiCompatible } from '../adapters/llms/openai-compatible/openai-compatible.ts';
import { createGuardedOutbound } from '../adapters/outbound/guarded/guarded-outbound.ts';
import { loadConfig } from '../config.ts';
import { openPool } from '../db/database.ts';
import { attachEmbeddedPostgres } from '../db/embedded/attach.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { type OpenDatabase, openDatabase } from '../db/open-database.ts';
import { createSignals } from '../db/signals.ts';
import { systemClock } from '../kernel/clock.ts';
import { createIdSource } from '../kernel/ids.ts';
import { createSecrets } from '../kernel/secrets.ts';
import { StartupError } from '../kernel/startup-error.ts';
import type { SystemContext } from '../modules/workspaces/index.ts';
import { openFiles } from '../open-files.ts';
import { loadSecretKeys } from '../secret-key.ts';
import { isTurnTaken, takeTurn } from './take-turn.ts';

export interface OpenSystem extends SystemContext {
  /** Ends what was opened. */
  close(): Promise<void>;
}

type Settings = ReturnType<typeof loadConfig>;
type SecretKeys = Awaited<ReturnType<typeof loadSecretKeys>>;
type Note = (line: string) => void;

const PATIENCE_MS = 60_000;
/** How long a database that was found running may take until it lets us in. */
const ENTRY_PATIENCE_MS = 5_000;

/**
 * The installation's database: the one of DATABASE_URL, or the embedded one of a server that runs, or else the
 * embedded one started for as long as the command takes. This is the command line's own composition root: it wants
 * neither the server's log nor its listener. Throws StartupError.
 */
export async function openSystem(note: Note): Promise<OpenSystem> {
  const settings = loadConfig();
  const giveUpAt = Date.now() + ENTRY_PATIENCE_MS;
  for (;;) {
    const database = await findDatabase(settings, note);
    try {
      await migrateDatabase(database.owner, { log: { info: note, warn: note } });
      return assemble(database, settings, await loadSecretKeys(settings));
    } catch (error) {
      await database.stop();
      // A server's Postgres may be ending, or be so new that its database is still being made.
      if (settings.databaseUrl !== undefined || error instanceof StartupError || Date.now() > giveUpAt) throw error;
      await delay(100);
    }
  }
}

async function findDatabase(settings: Settings, note: Note): Promise<OpenDatabase> {
  const log = { info: note, warn: note };
  if (settings.databaseUrl !== undefined) return openDatabase(settings, { log });
  const { dataDir } = settings;
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (; Date.now() < giveUpAt; await delay(30)) {
    if (await isTurnTaken(dataDir)) continue;
    const running = await attachEmbeddedPostgres(dataDir);
    // Its turn may have begun since we looked: then what runs is another command's.
    if (running && (await isTurnTaken(dataDir))) continue;
    if (running) return openDatabase(settings, { log, beside: true });
    const giveBack = await takeTurn(dataDir);
    if (!giveBack) continue;
    try {
      return await openInTurn(settings, log, giveBack);
    } catch (error) {
      // A server that started at this moment was first: then its Postgres is the one to use.
      if (!(await attachEmbeddedPostgres(dataDir))) throw error;
    }
  }
  throw new StartupError(`Another command holds the database (cli.lock in ${dataDir}): let it end, and try again.`);
}

async function openInTurn(
  settings: Settings,
  log: { info: Note; warn: Note },
  giveBack: () => Promise<void>,
): Promise<OpenDatabase> {
  try {
    const database = await openDatabase(settings, { log, beside: true });
    const stop = () => database.stop().finally(giveBack);
    return { ...database, stop };
  } catch (error) {
    await giveBack();
    throw error;
  }
}

function assemble(database: OpenDatabase, settings: Settings, secretKeys: SecretKeys): OpenSystem {
  const sql = openPool(database.server, 2);
  const silent = () => undefined;
  const outbound = createGuardedOutbound({ allow: settings.outboundAllow });
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  return {
    db: { sql, signals: createSignals() },
    clock: systemClock,
    newId: createIdSource(),
    log,
    channels: createChannels(log),
    files: openFiles(settings, secretKeys[0]),
    outbound,
    llm: createOpenAiCompatible(outbound, systemClock),
    secrets: createSecrets(secretKeys),
    close: async () => {
      outbound.close();
      await sql.end({ timeout: 5 });
      await database.stop();
    },
  };
}
