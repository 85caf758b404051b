import { StartupError } from '../../kernel/startup-error.ts';
import type { DatabaseLogin, StartLog } from '../login.ts';
import type { Binaries } from './binaries.ts';
import { type Guard, takeGuard } from './guard.ts';
import type { Layout } from './layout.ts';
import { ClusterBusyError, type Postmaster, startPostmaster, stopPostmaster } from './postmaster.ts';
import type { Tuning } from './settings.ts';

/** All that it takes to start Postgres on one cluster, now or after it died. */
export interface Ground {
  readonly dataDir: string;
  readonly layout: Layout;
  readonly binaries: Binaries;
  readonly tuning: Tuning;
  readonly maintenance: DatabaseLogin;
  readonly log: StartLog;
}

export interface OwnedPostmaster {
  readonly postmaster: Postmaster;
  readonly guard: Guard;
}

export const GUARD_PATIENCE_MS = 3_000;

/**
 * Starts Postgres and takes its guard; `whileStarting` is called in between, before Postgres answers. Throws StartupError
 * if another process was quicker with either.
 */
export async function launch(ground: Ground, whileStarting?: () => void): Promise<OwnedPostmaster> {
  const { layout, binaries, tuning, log } = ground;
  const postmaster = await startPostmaster(layout, binaries, tuning, log, whileStarting).catch((error: unknown) => {
    if (error instanceof ClusterBusyError) throw alreadyStarting(ground.dataDir);
    throw error;
  });
  try {
    return { postmaster, guard: await takeGuard(ground.maintenance, ground.dataDir, GUARD_PATIENCE_MS) };
  } catch (error) {
    // Another server that took the guard first also took this postmaster over, and may be using it.
    if (!(error instanceof StartupError)) await stopPostmaster(postmaster.pid, layout.cluster);
    throw error;
  }
}

export function alreadyStarting(dataDir: string): StartupError {
  return new StartupError(
    `Another Foyer is starting on the data folder ${dataDir}: use that one, or set FOYER_DATA_DIR and PORT.`,
  );
}
