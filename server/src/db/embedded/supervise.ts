import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf, StartupError } from '../../kernel/startup-error.ts';
import { type Ground, launch, type OwnedPostmaster } from './launch.ts';
import { stopPostmaster } from './postmaster.ts';

const MOST_RESTARTS = 5;
const WITHIN_MS = 60_000;

interface Supervised {
  stop(): Promise<void>;
  onFailure(listener: (error: Error) => void): void;
}

/**
 * Brings Postgres back when it dies under a running server, at most five times in a minute. If this process ends
 * without calling `stop`, for any reason but SIGKILL, Postgres is told to end too.
 */
export function superviseRestarts(first: OwnedPostmaster, ground: Ground): Supervised {
  const { log, layout } = ground;
  const listeners: ((error: Error) => void)[] = [];
  const restarts: number[] = [];
  let current: OwnedPostmaster | undefined = first;
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();

  const endWithUs = () => {
    if (current) trySignal(current.postmaster.pid);
  };
  process.once('exit', endWithUs);

  const watch = (owned: OwnedPostmaster) => {
    void owned.postmaster.exited.then(() => {
      if (!stopping) restarting = restart(owned);
    });
  };
  const restart = async (dead: OwnedPostmaster) => {
    current = undefined;
    await dead.guard.release();
    try {
      takeTurn(restarts);
      log.warn('Postgres ended unexpectedly and is being started again.');
      const owned = await launch(ground);
      current = owned;
      watch(owned);
      log.info('Postgres is back.');
    } catch (error) {
      for (const listener of listeners) listener(error instanceof Error ? error : new Error(reasonOf(error)));
    }
  };
  watch(first);
  return {
    onFailure: (listener) => void listeners.push(listener),
    stop: async () => {
      stopping = true;
      await restarting;
      process.off('exit', endWithUs);
      const owned = current;
      current = undefined;
      if (!owned) return;
      await owned.guard.release();
      await stopPostmaster(owned.postmaster.pid, layout.cluster);
      await Promise.race([owned.postmaster.exited, delay(1_000, undefined, { ref: false })]);
    },
  };
}

function takeTurn(restarts: number[]): void {
  const now = Date.now();
  restarts.push(now);
  while ((restarts[0] ?? now) < now - WITHIN_MS) restarts.shift();
  if (restarts.length > MOST_RESTARTS) {
    throw new StartupError(`Postgres died ${MOST_RESTARTS} times within a minute: see its log in the data folder.`);
  }
}

function trySignal(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It is gone already.
  }
}
