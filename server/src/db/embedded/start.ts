import { setTimeout as delay } from 'node:timers/promises';
import { errorCode, reasonOf, StartupError } from '../../kernel/startup-error.ts';
import type { DatabaseLogin, StartLog } from '../login.ts';
import { prepareBinaries } from './binaries.ts';
import { type Guard, takeGuard } from './guard.ts';
import { initialiseCluster, readPasswords } from './initialise.ts';
import { alreadyStarting, type Ground, GUARD_PATIENCE_MS, launch } from './launch.ts';
import { prepareLayout, removeSocketDir } from './layout.ts';
import { type EmbeddedLogins, loginsOf } from './logins.ts';
import { stopPostmaster } from './postmaster.ts';
import { findPostmaster } from './postmaster-file.ts';
import { prepareDatabase } from './prepare-database.ts';
import { superviseRestarts } from './supervise.ts';

export interface EmbeddedPostgres extends EmbeddedLogins {
  /** The folder that holds the cluster. */
  readonly home: string;
  /** Ends Postgres, fast and clean. Whoever uses it closes his connections first. */
  stop(): Promise<void>;
  /** Called once if Postgres died and could not be brought back. */
  onFailure(listener: (error: Error) => void): void;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: StartLog;
  readonly durable?: boolean;
  /** Called when Postgres has been started and does not answer yet. */
  readonly whileStarting?: () => void;
}

const STARTERS_WAIT_MS = 15_000;

/**
 * Starts the embedded Postgres of a data folder, making it if it is new and taking the place of a postmaster that a
 * killed server left. Returns when it takes connections and its roles and database exist.
 * Throws StartupError when the folder is in use by another server or cannot be used.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log } = options;
  const layout = await prepareLayout(dataDir);
  const binaries = await prepareBinaries(layout.account, layout.binariesParent);
  const isNew = await initialiseCluster(layout, binaries);
  if (isNew) log.info(`Made a new database in ${layout.home}.`);
  const passwords = await readPasswords(layout);
  const logins = loginsOf(layout, passwords);
  const tuning = { durable: options.durable ?? true };
  const ground: Ground = { dataDir, layout, binaries, tuning, maintenance: logins.maintenance, log };
  await endForeignPostmaster(ground);
  const owned = await launch(ground, options.whileStarting);
  const supervised = superviseRestarts(owned, ground);
  const stop = async () => {
    await supervised.stop();
    await removeSocketDir(layout);
  };
  try {
    await prepareDatabase(owned.guard.maintenance, logins, passwords);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...logins, home: layout.home, stop, onFailure: supervised.onFailure };
}

/**
 * A postmaster that already runs belongs to a living server, which holds the guard, or was left by a killed one.
 * The latter is ended rather than adopted: its settings and binaries may be of an older version.
 */
async function endForeignPostmaster({ dataDir, layout, maintenance }: Ground): Promise<void> {
  const giveUpAt = Date.now() + STARTERS_WAIT_MS;
  for (;;) {
    const found = await findPostmaster(layout.cluster);
    if (!found) return;
    if (found.status === 'ready') {
      const guard = await takeGuardIfUp(maintenance, dataDir);
      if (guard) {
        await stopPostmaster(found.pid, layout.cluster);
        await guard.release();
        return;
      }
    }
    if (Date.now() > giveUpAt) throw alreadyStarting(dataDir);
    await delay(25);
  }
}

async function takeGuardIfUp(maintenance: DatabaseLogin, dataDir: string): Promise<Guard | undefined> {
  try {
    return await takeGuard(maintenance, dataDir, GUARD_PATIENCE_MS);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const gone = ['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', 'CONNECTION_CLOSED', '57P01', '57P02', '57P03'];
    if (gone.includes(errorCode(error))) return undefined;
    throw new StartupError(`The database in ${dataDir} does not let its owner in: ${reasonOf(error)}.`, error);
  }
}
