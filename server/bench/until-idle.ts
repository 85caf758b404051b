import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';

const PATIENCE_MS = 120_000;

/** Waits until the worker has numbered all events and taken all that waits for it. Raises where it does not. */
export async function untilIdle(sql: Sql): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const [state] = await sql<{ isBusy: boolean }[]>`
      select exists (select from events where seq is null)
        or exists (select from stimuli where dead_at is null and available_at <= now()) as "isBusy"`;
    if (!state?.isBusy) return;
    if (Date.now() > giveUpAt) throw new Error('the worker does not come to an end with what waits for it');
    await delay(100);
  }
}
