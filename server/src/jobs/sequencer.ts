import type { JobTools } from './claim-stimulus.ts';
import { type Loop, startLoop } from './loop.ts';

const BATCH = 1_000;
/** What commits within this goes together: one run for each event cost as much as a fourth of what caused it. */
const GATHER_MS = 20;

/** Numbers events as they commit. Every worker runs one; the database lets one of them work at a time. */
export function startSequencer(tools: JobTools): Loop {
  const work = async () => {
    const [row] = await tools.db.sql<{ numbered: number | null }[]>`select number_events(${BATCH}) as numbered`;
    return row?.numbered === BATCH;
  };
  return startLoop(tools, {
    name: 'sequencer',
    signal: 'events',
    concurrency: 1,
    idleMs: 250,
    restMs: GATHER_MS,
    work,
  });
}
