import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';
import { DELAYS } from './consider.ts';
import { startCalling } from './start-calling.ts';
import { takeEvents } from './take-events.ts';

/** Events have their numbers some 20 ms after they happened, and nothing tells of that here. */
const LOOK_MS = 250;
const WAIT_MS = 1_000;
const BATCH = 200;

/** Acts on events by the workspaces' rules, until stopped. Several processes may do so at once. */
export function startAutomations(tools: JobTools): Loop {
  const loops = [
    startLoop(tools, {
      name: 'automations',
      signal: 'automations',
      concurrency: 1,
      idleMs: LOOK_MS,
      work: () => takeEvents(tools),
    }),
    startLoop(tools, {
      name: 'automation delays',
      signal: DELAYS,
      concurrency: 1,
      idleMs: WAIT_MS,
      work: () => releaseWaiting(tools),
    }),
    startCalling(tools),
  ];
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** Puts what has waited long enough into the leads' inboxes. */
async function releaseWaiting({ db, clock, newId }: JobTools): Promise<boolean> {
  const now = clock.now();
  const ids = Array.from({ length: BATCH }, () => newId(now));
  const [row] = await db.sql<{ released: number }[]>`
    select release_automations(${now}, ${ids}::uuid[]) as released`;
  if (row && row.released > 0) db.signals.send('stimuli');
  return row?.released === BATCH;
}
