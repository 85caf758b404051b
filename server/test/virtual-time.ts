import { expect } from 'vitest';
import { transaction } from '../src/db/database.ts';
import type { TestTenant } from './api.ts';
import type { TestServer } from './server.ts';

/** A clock that goes where a test takes it. */
export class VirtualClock {
  #now: number;
  constructor(start: string) {
    this.#now = Date.parse(start);
  }
  readonly now = () => new Date(this.#now);
  set(at: Date): void {
    this.#now = at.getTime();
  }
}

const SUBJECTS = ['timers', 'stimuli', 'deliveries'];

/**
 * Lets time pass until `until`, stopping wherever something is due: a timer, a delivery, a stimulus that waits. What is
 * due is done by the server's own loops before time goes on.
 */
export async function passTo(server: TestServer, tenant: TestTenant, clock: VirtualClock, until: Date): Promise<void> {
  for (;;) {
    await idle(server, tenant);
    const next = await nextDue(tenant);
    if (next === null || next > until) break;
    clock.set(new Date(Math.max(next.getTime(), clock.now().getTime())));
  }
  clock.set(until);
  await idle(server, tenant);
}

/** After so many looks that found something to do, a stimulus may wait for a lead that was busy a moment ago. */
const PATIENCE = 30;
const BUSY_MS = 30;

/** Waits until nothing is left to do at this moment; time goes on by what a lead that was busy is waited for. */
export async function idle(server: TestServer, tenant: TestTenant): Promise<void> {
  const { clock } = server.context;
  let looks = 0;
  await expect
    .poll(
      async () => {
        for (const subject of SUBJECTS) server.context.db.signals.send(subject);
        looks += 1;
        if (looks % PATIENCE === 0 && clock instanceof VirtualClock)
          clock.set(new Date(clock.now().getTime() + BUSY_MS));
        return openWork(tenant);
      },
      { interval: 10, timeout: 15_000 },
    )
    .toEqual([]);
}

function openWork(tenant: TestTenant): Promise<unknown[]> {
  return transaction(tenant.ctx, async ({ tx, at }) => [
    ...(await tx`
      select kind, last_error from stimuli where dead_at is null and available_at <= ${at}
      union all select kind, null from timers where due_at <= ${at}
      union all select channel, last_error from deliveries where status = 'sending' or (status = 'pending' and available_at <= ${at})`),
  ]);
}

function nextDue(tenant: TestTenant): Promise<Date | null> {
  return transaction(tenant.ctx, async ({ tx }) => {
    const [row] = await tx<{ at: Date | null }[]>`
      select min(at) as at from (
        select due_at as at from timers
        union all select available_at from stimuli where dead_at is null
        union all select available_at from deliveries where status = 'pending') due`;
    return row?.at ?? null;
  });
}
