import { attachEmbeddedPostgres } from './embedded/attach.ts';
import { startEmbeddedPostgres } from './embedded/start.ts';
import type { DatabaseLogin, StartLog } from './login.ts';
import { prepareOwnDatabase } from './own-database.ts';

export interface OpenDatabase {
  /** Owns the schema; runs migrations. */
  readonly owner: DatabaseLogin;
  /** What the server works as: bound by row-level security. */
  readonly server: DatabaseLogin;
  /** Stops what was started here; close your own connections first. */
  stop(): Promise<void>;
  /** Called once if the database died and cannot be brought back. */
  onFailure(listener: (error: Error) => void): void;
}

interface OpenOptions {
  readonly log: StartLog;
  /** True for a command beside the server: the embedded Postgres that runs already is used, not owned. */
  readonly beside?: boolean;
  /** Called where there is a wait for Postgres, which comes up in a process of its own. */
  readonly whileStarting?: () => void;
}

interface DatabaseSettings {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly databaseMigrationUrl: string | undefined;
}

/** The database of these settings, ready for migrations. Throws StartupError with one line for its operator. */
export async function openDatabase(settings: DatabaseSettings, options: OpenOptions): Promise<OpenDatabase> {
  if (settings.databaseUrl !== undefined) {
    const own = await prepareOwnDatabase(settings.databaseUrl, settings.databaseMigrationUrl);
    return { ...own, ...notOurs };
  }
  const running = options.beside ? await attachEmbeddedPostgres(settings.dataDir) : undefined;
  if (running) return { owner: running.owner, server: running.server, ...notOurs };
  const { log, whileStarting } = options;
  return startEmbeddedPostgres({ dataDir: settings.dataDir, log, ...(whileStarting && { whileStarting }) });
}

const notOurs = { stop: () => Promise.resolve(), onFailure: () => undefined };
