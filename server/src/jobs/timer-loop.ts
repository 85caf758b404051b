import type { JobTools } from './claim-stimulus.ts';
import { type Loop, startLoop } from './loop.ts';

const BATCH = 200;
const LOOK_MS = 500;

/** Puts timers that are due into their leads' inboxes, until stopped. Several processes may do so at once. */
export function startTimerLoop(tools: JobTools): Loop {
  const work = async () => {
    const now = tools.clock.now();
    const ids = Array.from({ length: BATCH }, () => tools.newId(now));
    const [row] = await tools.db.sql<{ released: number }[]>`
      select release_timers(${now}, ${ids}::uuid[]) as released`;
    if (row && row.released > 0) tools.db.signals.send('stimuli');
    return row?.released === BATCH;
  };
  return startLoop(tools, { name: 'timers', signal: 'timers', concurrency: 1, idleMs: LOOK_MS, work });
}
