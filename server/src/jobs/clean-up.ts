import type { JobTools } from './claim-stimulus.ts';
import { type Loop, startLoop } from './loop.ts';

const HOUR_MS = 3_600_000;
const KEPT_MS = 24 * HOUR_MS;

/** Every hour: removes the answers to idempotent requests that are older than the day they are kept for. */
export function startCleanUp(tools: JobTools): Loop {
  const work = async () => {
    const before = new Date(tools.clock.now().getTime() - KEPT_MS);
    const [row] = await tools.db.sql<{ gone: number }[]>`select forget_idempotency_keys(${before}) as gone`;
    if (row && row.gone > 0) tools.log.info({ removed: row.gone }, 'Removed old answers to idempotent requests.');
    return false;
  };
  return startLoop(tools, { name: 'clean-up', signal: 'clean-up', concurrency: 1, idleMs: HOUR_MS, work });
}
