import type { JobTools } from './claim-stimulus.ts';
import { type Loop, type LoopOptions, startLoop } from './loop.ts';

/** A piece of work that this process has taken. */
export interface Taken {
  readonly workspaceId: string;
  /** What it takes time for, such as a request to somebody else; missing where taking it was all. */
  readonly work?: () => Promise<void>;
}

export interface FairLoopOptions extends Pick<LoopOptions, 'name' | 'signal' | 'idleMs'> {
  /** In one process. A workspace begins another where it has fewer under way than are free: half of all, then less. */
  readonly maxAtOnce: number;
  /** Takes what waits longest of all workspaces but the `crowded`; undefined where nothing does. */
  take(crowded: readonly string[]): Promise<Taken | undefined>;
}

/**
 * Takes work while there is some and does many pieces at once, until stopped; then ends what is under way. Those of a
 * workspace that hang hold up no other's. Work that raises is logged: whoever took it sees to what becomes of it.
 */
export function startFairLoop(tools: JobTools, { maxAtOnce, take, ...options }: FairLoopOptions): Loop {
  const busy = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  const look = async () => {
    const free = maxAtOnce - underWay.size;
    if (free <= 0) return false;
    const crowded = [...busy].filter(([, count]) => count >= free).map(([workspaceId]) => workspaceId);
    const taken = await take(crowded);
    if (taken?.work) start(taken.workspaceId, taken.work);
    return taken !== undefined;
  };
  const loop = startLoop(tools, { ...options, concurrency: 1, work: look });
  return {
    stop: async () => {
      await loop.stop();
      await Promise.all(underWay);
    },
  };

  function start(workspaceId: string, work: () => Promise<void>): void {
    busy.set(workspaceId, (busy.get(workspaceId) ?? 0) + 1);
    const done = work()
      .catch((error: unknown) => {
        tools.log.error({ err: error, loop: options.name, workspaceId }, 'what came of a piece of work is not known');
      })
      .finally(() => {
        underWay.delete(done);
        const left = (busy.get(workspaceId) ?? 1) - 1;
        if (left > 0) busy.set(workspaceId, left);
        else busy.delete(workspaceId);
        tools.db.signals.send(options.signal);
      });
    underWay.add(done);
  }
}
