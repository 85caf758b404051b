import type { JobTools } from './claim-stimulus.ts';
import { type Loop, startLoop } from './loop.ts';

const HOUR_MS = 3_600_000;
const KEPT_MS = 24 * HOUR_MS;
/** Longer than any limit of a sender looks back. */
const COUNTS_KEPT_MS = 48 * HOUR_MS;
const DELIVERIES_KEPT_MS = 30 * 24 * HOUR_MS;

/**
 * Every hour: removes the answers to idempotent requests that are older than the day they are kept for, links that
 * ended, counts that no limit of a sender looks at any more, events that their workspace keeps no longer, and what is
 * known of old deliveries of webhooks.
 */
export function startCleanUp(tools: JobTools): Loop {
  const work = async () => {
    const before = new Date(tools.clock.now().getTime() - KEPT_MS);
    const [row] = await tools.db.sql<{ gone: number }[]>`select forget_idempotency_keys(${before}) as gone`;
    if (row && row.gone > 0) tools.log.info({ removed: row.gone }, 'Removed old answers to idempotent requests.');
    const [ended] = await tools.db.sql<{ gone: number }[]>`select forget_ended_tokens(${before}) as gone`;
    if (ended && ended.gone > 0) tools.log.info({ removed: ended.gone }, 'Removed links that ended.');
    const at = tools.clock.now();
    await tools.db.sql`select forget_sender_counts(${new Date(at.getTime() - COUNTS_KEPT_MS)})`;
    await untilNone(async () => {
      const [events] = await tools.db.sql<{ gone: number }[]>`select forget_events(${at}) as gone`;
      return events?.gone ?? 0;
    });
    await untilNone(async () => {
      const old = new Date(at.getTime() - DELIVERIES_KEPT_MS);
      const [deliveries] = await tools.db.sql<
        { gone: number }[]
      >`select forget_webhook_deliveries(${old}, 1000) as gone`;
      return deliveries?.gone ?? 0;
    });
    return false;
  };
  return startLoop(tools, { name: 'clean-up', signal: 'clean-up', concurrency: 1, idleMs: HOUR_MS, work });
}

/** Small steps, so that none holds locks for long. */
async function untilNone(step: () => Promise<number>): Promise<void> {
  while ((await step()) > 0);
}
