import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, countBlocked, eventsOf, openChat, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { optOut } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment', 'property-viewing'] });
});
afterAll(() => server.stop());

const create = async (body: object = {}, key = tenant.liveKey) =>
  (await tenant.ask('POST', '/v1/leads', { body, key })).json();
const update = async (id: string, body: object) => (await tenant.ask('PATCH', `/v1/leads/${id}`, { body })).json();
const suppressed = (): Promise<string[]> =>
  transaction(tenant.ctx, async ({ tx }) => {
    const rows = await tx<
      { address: string }[]
    >`select address from suppressions where lifted_at is null order by address`;
    return rows.map(({ address }) => address);
  });

/** Something to say tomorrow, and a reason to think of the lead then. */
const plan = ({ id, conversationId }: { id: string; conversationId: string }) =>
  transaction(tenant.ctx, async ({ tx, at, workspace, newId }) => {
    await tx`
      insert into messages (workspace_id, id, conversation_id, lead_id, seq, kind, direction, author, channel, body, status, created_at)
      values (${workspace.id}, ${newId(at)}, ${conversationId}, ${id}, 1, 'follow_up', 'outbound', 'agent', 'api', 'Hello?', 'scheduled', ${at})`;
    await tx`
      insert into timers (workspace_id, id, lead_id, kind, due_at, created_at)
      values (${workspace.id}, ${newId(at)}, ${id}, 'follow_up_due', ${at}, ${at})`;
  });
const planned = (leadId: string) =>
  transaction(tenant.ctx, async ({ tx }) => ({
    timers: (await tx`select id from timers where lead_id = ${leadId}`).length,
    messages: (await tx<{ status: string }[]>`select status from messages where lead_id = ${leadId}`).map(
      (one) => one.status,
    ),
  }));

describe('opting out by API', () => {
  it('ends what was going on and what was to come, and is told once', async () => {
    const lead = await create({ workflow: 'salon-appointment' });
    await plan(lead);
    const out = await update(lead.id, { optedOut: true });
    expect(out).toMatchObject({ optedOut: true, run: { isActive: false, runStatus: 'cancelled' } });
    expect(await planned(lead.id)).toEqual({ timers: 0, messages: ['cancelled'] });
    const again = await update(lead.id, { optedOut: true });
    expect(again.optedOutAt).toBe(out.optedOutAt);
    const events = (await eventsOf(tenant, lead.id)).map(({ type }) => type);
    expect(events.filter((type) => type === 'lead.opted_out' || type === 'run.ended')).toEqual([
      'run.ended',
      'lead.opted_out',
    ]);
    const { data } = (await tenant.ask('GET', `/v1/leads/${lead.id}/actions`)).json();
    expect(data.map(({ summary }: { summary: string }) => summary)).toContain('Opted out: never to be contacted again');
  });

  it('leaves a run that was paused paused, once it is taken back', async () => {
    const lead = await create({ workflow: 'salon-appointment' });
    await tenant.ask('POST', `/v1/runs/${lead.run.id}/pause`);
    await update(lead.id, { optedOut: true });
    expect((await update(lead.id, { optedOut: false })).run).toMatchObject({ isActive: true, runStatus: 'paused' });
    const other = await create({ workflow: 'salon-appointment' });
    await update(other.id, { optedOut: true });
    expect((await update(other.id, { optedOut: false })).run).toMatchObject({ isActive: true, runStatus: 'running' });
  });

  it('silences the agent in the lead’s own chat', async () => {
    const chat = await openChat(tenant);
    const { id } = await chat.lead();
    await update(id, { optedOut: true });
    expect((await chat.lead()).optedOut).toBe(true);
  });

  it('suppresses the addresses that were proved, those of the same change too, and no others', async () => {
    const { id } = await create({ email: 'proved@example.com', emailVerified: true, phone: '+14155550001' });
    await update(id, { optedOut: true, phone: '+14155550002', phoneVerified: true });
    expect(await suppressed()).toEqual(['+14155550002', 'proved@example.com']);
    await create({ email: 'typed@example.com', optedOut: true });
    await create({ email: 'tried@example.com', emailVerified: true, optedOut: true }, tenant.testKey);
    expect(await suppressed()).toEqual(['+14155550002', 'proved@example.com']);
    await update(id, { optedOut: false });
    expect(await suppressed()).toEqual([]);
    expect((await eventsOf(tenant, id)).filter(({ type }) => type.startsWith('suppression.'))).toHaveLength(4);
  });

  it('suppresses an address that is proved while the lead is out already, whoever says so again', async () => {
    const { id } = await create({ email: 'late@example.com', phone: '+14155550003', optedOut: true });
    expect(await suppressed()).toEqual([]);
    await update(id, { emailVerified: true, optedOut: true });
    expect(await suppressed()).toEqual(['late@example.com']);
    await update(id, { phoneVerified: true });
    expect(await suppressed()).toEqual(['+14155550003', 'late@example.com']);
    await update(id, { phoneVerified: true, optedOut: true });
    expect((await eventsOf(tenant, id)).filter(({ type }) => type === 'suppression.added')).toHaveLength(2);
    expect((await eventsOf(tenant, id)).filter(({ type }) => type === 'lead.opted_out')).toHaveLength(1);
    await update(id, { optedOut: false, emailVerified: true });
    expect(await suppressed()).toEqual([]);
  });

  it('is there from birth where the lead came so', async () => {
    const lead = await create({ optedOut: true, workflow: 'salon-appointment' });
    expect(lead).toMatchObject({ optedOut: true, run: { isActive: false } });
    expect((await eventsOf(tenant, lead.id)).map(({ type }) => type)).toContain('lead.opted_out');
  });
});

describe('opting in again by API', () => {
  it('leaves the lead to the person who has it until nobody has written for long', async () => {
    await tenant.ask('PUT', '/v1/workspace/hand-back', { body: { afterHours: 4 } });
    const { id } = await create({ workflow: 'salon-appointment' });
    await tenant.ask('POST', `/v1/leads/${id}/take-over`, { body: {} });
    await update(id, { optedOut: true });
    await update(id, { optedOut: false });
    const kinds = await transaction(
      tenant.ctx,
      ({ tx }) => tx<{ kind: string }[]>`select kind from timers where lead_id = ${id}`,
    );
    expect(kinds.map(({ kind }) => kind)).toContain('hand_back_due');
    await tenant.ask('PUT', '/v1/workspace/hand-back', { body: { afterHours: null } });
  });

  it('takes up the runs that the opt-out ended, and those only', async () => {
    const { id, run } = await create({ workflow: 'salon-appointment' });
    await transaction(
      tenant.ctx,
      ({ tx }) =>
        tx`update runs set is_active = false, run_status = 'cancelled', ended_at = now() - interval '1 day' where id = ${run.id}`,
    );
    await update(id, { externalId: `again-${id}` });
    await tenant.ask('PUT', '/v1/leads', { body: { externalId: `again-${id}`, workflow: 'property-viewing' } });
    await update(id, { optedOut: true });
    const back = await update(id, { optedOut: false });
    expect(back).toMatchObject({
      optedOut: false,
      optedOutAt: null,
      run: { isActive: true, runStatus: 'running', workflowKey: 'property-viewing' },
    });
    const runs = await transaction(
      tenant.ctx,
      ({ tx }) => tx`select is_active from runs where lead_id = ${id} order by id`,
    );
    expect(runs.map((one) => one.isActive)).toEqual([false, true]);
    const events = (await eventsOf(tenant, id)).length;
    await update(id, { optedOut: false });
    expect(await eventsOf(tenant, id)).toHaveLength(events + 1);
  });

  it.each([
    ['shared@example.com', { email: 'shared@example.com', emailVerified: true }],
    ['+5491155551234', { phone: '+5491155551234', phoneVerified: true }],
  ])('frees the shared %s when the last who proved it is in again', async (address, body) => {
    const [one, other] = [await create(body), await create(body)];
    await update(one.id, { optedOut: true });
    await update(other.id, { optedOut: true });
    await update(one.id, { optedOut: false });
    expect(await suppressed()).toEqual([address]);
    await update(other.id, { optedOut: false });
    expect(await suppressed()).toEqual([]);
  });

  it('frees the address it had then with the one it has proved since', async () => {
    const { id } = await create({ email: 'then@example.com', emailVerified: true });
    await update(id, { optedOut: true });
    await update(id, { email: 'now@example.com', emailVerified: true });
    expect(await suppressed()).toEqual(['now@example.com', 'then@example.com']);
    await update(id, { optedOut: false });
    expect(await suppressed()).toEqual([]);
  });

  it('leaves an address suppressed that another proves who opts out at the same moment', async () => {
    const body = { email: 'raced@example.com', emailVerified: true };
    const [one, other] = [await create(body), await create(body)];
    await update(one.id, { optedOut: true });
    const { back } = await transaction(tenant.ctx, async (ctx) => {
      await optOut(ctx, { leadId: other.id });
      let isBack = false;
      const asked = update(one.id, { optedOut: false }).finally(() => {
        isBack = true;
      });
      await expect.poll(async () => isBack || (await countBlocked(server)) > 0, { interval: 10 }).toBe(true);
      return { back: asked };
    });
    expect(await back).toMatchObject({ optedOut: false });
    expect(await suppressed()).toEqual(['raced@example.com']);
    await update(other.id, { optedOut: false });
    expect(await suppressed()).toEqual([]);
  });

  it('has nothing to do with leads of the other kind', async () => {
    const body = { email: 'kinds@example.com', emailVerified: true };
    const [live, test] = [await create(body), await create({ ...body, optedOut: true }, tenant.testKey)];
    await update(live.id, { optedOut: true });
    await update(live.id, { email: 'elsewhere@example.com' });
    await tenant.ask('PATCH', `/v1/leads/${test.id}`, { body: { optedOut: false }, key: tenant.testKey });
    expect(await suppressed()).toEqual(['kinds@example.com']);
    await tenant.ask('PATCH', `/v1/leads/${test.id}`, { body: { optedOut: true }, key: tenant.testKey });
    await update(live.id, { optedOut: false });
    expect(await suppressed()).toEqual([]);
  });
});
