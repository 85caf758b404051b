import { setTimeout as delay } from 'node:timers/promises';
import type { JobTools } from './claim-stimulus.ts';

export interface Loop {
  /** Takes no more work; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  readonly name: string;
  /** The subject whose signals mean that there may be work. */
  readonly signal: string;
  readonly concurrency: number;
  /** How long to wait for a signal before looking anyway: work of other processes, and what has become due. */
  readonly idleMs: number;
  /** How long to rest after a look, whatever is signalled meanwhile: what comes then goes together. None where missing. */
  readonly restMs?: number;
  /** Does one piece of work; false where there was none. */
  work(): Promise<boolean>;
}

/** Works while there is work, then waits for a signal. An error is logged and waited out: the database may be starting. */
export function startLoop(tools: JobTools, { name, signal, concurrency, idleMs, restMs = 0, work }: LoopOptions): Loop {
  let stopping = false;
  const sleepers = new Set<() => void>();
  const unlisten = tools.db.signals.listen(signal, () => {
    for (const wake of sleepers) wake();
  });
  const runners = Array.from({ length: concurrency }, () => run());
  return {
    stop: async () => {
      stopping = true;
      unlisten();
      for (const wake of sleepers) wake();
      await Promise.all(runners);
    },
  };

  async function run(): Promise<void> {
    let heardMeanwhile = false;
    const stopListening = tools.db.signals.listen(signal, () => {
      heardMeanwhile = true;
    });
    while (!stopping) {
      heardMeanwhile = false;
      const worked = await attempt();
      if (restMs > 0 && !stopping) await delay(restMs);
      if (!worked && !heardMeanwhile && !stopping) await rest();
    }
    stopListening();
  }

  async function attempt(): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      if (!stopping) tools.log.error({ err: error, loop: name }, 'a background loop failed and will try again');
      return false;
    }
  }

  function rest(): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, idleMs);
      sleepers.add(wake);
    });
  }
}
