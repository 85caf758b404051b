import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, countBlocked, type TestTenant } from '../../test/api.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { transaction } from '../db/database.ts';
import { createLead, lockLead } from '../modules/leads/index.ts';
import { cancelTimers, setTimer } from './timers.ts';

const now = new Date('2027-03-13T15:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => now } });
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

it('cancels a timer that comes into line while it is being cancelled', async () => {
  const { sql } = server.context.db;
  const { id: leadId } = await createLead(tenant.ctx, {});
  await transaction(tenant.ctx, async (ctx) => {
    setTimer(ctx, { leadId, kind: 'attempt_due', payload: {}, dueAt: now });
  });
  let cancelling: Promise<unknown> | undefined;
  await sql.begin(async (release) => {
    const ids = [server.context.newId(now)];
    expect([...(await release`select release_timers(${now}, ${ids}::uuid[])`)]).toEqual([{ releaseTimers: 1 }]);
    cancelling = transaction(tenant.ctx, (ctx) => cancelTimers(ctx, leadId, ['attempt_due']));
    await expect.poll(() => countBlocked(server), { interval: 5, timeout: 10_000 }).toBe(1);
  });
  expect(await cancelling).toEqual([{ kind: 'attempt_due', payload: {} }]);
  const left = await transaction(tenant.ctx, ({ tx }) => tx`select kind from stimuli where lead_id = ${leadId}`);
  expect([...left]).toEqual([]);
});

it('lets a timer come into line, and be cancelled, while its lead is held', async () => {
  const { sql } = server.context.db;
  const { id: leadId } = await createLead(tenant.ctx, {});
  await transaction(tenant.ctx, async (ctx) => {
    setTimer(ctx, { leadId, kind: 'attempt_due', payload: {}, dueAt: now });
  });
  const cancelled = await transaction(tenant.ctx, async (ctx) => {
    await lockLead(ctx, leadId);
    await sql`select release_timers(${now}, ${[server.context.newId(now)]}::uuid[])`;
    return cancelTimers(ctx, leadId, ['attempt_due']);
  });
  expect(cancelled).toEqual([{ kind: 'attempt_due', payload: {} }]);
});
