import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChat, type TestTenant } from '../../../test/api.ts';
import { pipelineOf, pipelineTenant, settled } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

const DAY_MS = 86_400_000;
let server: TestServer;
let tenant: TestTenant;
let pipeline: ReturnType<typeof pipelineOf>;
let now = Date.parse('2027-03-01T09:00:00.000Z');
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => new Date(now) } });
  tenant = await pipelineTenant(server);
  pipeline = pipelineOf(tenant);
});
afterAll(() => server.stop());

async function pass(days: number): Promise<void> {
  now += days * DAY_MS;
  server.context.db.signals.send('timers');
  await settled(tenant);
}
const statusOf = async (id: string) => (await pipeline.lead(id)).run.status.key;
const timersOf = (leadId: string) =>
  transaction(tenant.ctx, async ({ tx }) => [
    ...(await tx<{ kind: string; dueAt: Date }[]>`select kind, due_at from timers where lead_id = ${leadId}`),
  ]);

describe('a lead that stays in a status for too long', () => {
  it('moves where the time-out says, and not a day before', async () => {
    const { id } = await pipeline.create();
    expect(await timersOf(id)).toEqual([{ kind: 'status_timeout', dueAt: new Date(now + 2 * DAY_MS) }]);
    await pass(1.9);
    expect(await statusOf(id)).toBe('new');
    await pass(0.2);
    expect(await statusOf(id)).toBe('later');
    expect(await pipeline.timeline(id)).toContain('Status "Later": nothing happened for 2 days');
    expect(await timersOf(id)).toEqual([]);
  });

  it('does not where it has left the status, or the run is over', async () => {
    const moved = await pipeline.create();
    const cancelled = await pipeline.create();
    await pipeline.move(moved.id, { status: 'desk' });
    await tenant.ask('POST', `/v1/runs/${cancelled.run.id}/cancel`);
    expect([await timersOf(moved.id), await timersOf(cancelled.id)]).toEqual([[], []]);
    await pass(3);
    expect([await statusOf(moved.id), await statusOf(cancelled.id)]).toEqual(['desk', 'new']);
  });

  it('has its time again where it comes back, opts in again, or is taken up', async () => {
    const { id } = await pipeline.create();
    await pipeline.move(id, { status: 'desk' });
    await pass(3);
    await pipeline.move(id, { status: 'new' });
    await pipeline.update(id, { optedOut: true });
    expect(await timersOf(id)).toEqual([]);
    await pipeline.update(id, { optedOut: false });
    await pass(1.9);
    expect(await statusOf(id)).toBe('new');
    await pass(0.2);
    expect(await statusOf(id)).toBe('later');
  });

  it.each([
    [
      'a person has it',
      (id: string) => pipeline.update(id, { owner: 'person' }),
      (id: string) => pipeline.update(id, { owner: 'agent' }),
    ],
    [
      'its run is paused',
      async (id: string) => tenant.ask('POST', `/v1/runs/${(await pipeline.lead(id)).run.id}/pause`),
      async (id: string) => tenant.ask('POST', `/v1/runs/${(await pipeline.lead(id)).run.id}/resume`),
    ],
    [
      'its workflow is paused',
      () => tenant.ask('PATCH', '/v1/workflows/sales', { body: { isPaused: true } }),
      () => tenant.ask('PATCH', '/v1/workflows/sales', { body: { isPaused: false } }),
    ],
    [
      'the workspace is stopped',
      () => tenant.ask('PATCH', '/v1/workspace', { body: { isStopped: true } }),
      () => tenant.ask('PATCH', '/v1/workspace', { body: { isStopped: false } }),
    ],
  ])('waits while %s, and the time begins anew', async (_why, hold, release) => {
    const { id } = await pipeline.create();
    expect((await hold(id)).statusCode ?? 200).toBe(200);
    await pass(2.1);
    expect(await statusOf(id)).toBe('new');
    expect(await timersOf(id)).toEqual([{ kind: 'status_timeout', dueAt: new Date(now + 2 * DAY_MS) }]);
    await release(id);
    await pass(2.1);
    expect(await statusOf(id)).toBe('later');
  });

  it('waits while it has an appointment to come', async () => {
    const { id } = await pipeline.create({ workflow: 'sales' });
    const startAt = new Date(Math.ceil((now + 4 * DAY_MS) / 3_600_000) * 3_600_000).toISOString();
    const body = { leadId: id, startAt, workflow: 'sales' };
    expect((await tenant.ask('POST', '/v1/appointments', { body })).statusCode).toBe(201);
    await pipeline.move(id, { status: 'new' });
    await pass(2.1);
    expect(await statusOf(id)).toBe('new');
    await pass(2.1);
    expect(await statusOf(id)).toBe('later');
  });

  it('is taken up where it belongs once it writes again', async () => {
    const chat = await openChat(tenant);
    const { id } = await chat.lead();
    await pass(2.1);
    expect(await statusOf(id)).toBe('later');
    await chat.talk('my name is Ana Diaz and my budget is 50');
    await settled(tenant);
    expect(await statusOf(id)).toBe('ready');
  });
});
