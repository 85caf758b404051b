import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf, type TestTenant } from '../../../test/api.ts';
import { pipelineOf, pipelineTenant } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { createContext } from '../../context.ts';
import { transaction } from '../../db/database.ts';
import { startWorker } from '../../worker.ts';

const MINUTE_MS = 60_000;
/** A Monday. */
let now = Date.parse('2027-03-01T09:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
let pipeline: ReturnType<typeof pipelineOf>;
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => new Date(now) } });
  tenant = await pipelineTenant(server);
  pipeline = pipelineOf(tenant);
});
afterAll(() => server.stop());

const ask = async (method: 'GET' | 'POST' | 'PATCH', url: string, body?: object) => {
  const response = await tenant.ask(method, url, body && { body });
  expect([response.statusCode, response.body]).toEqual([expect.toSatisfy((code) => code < 300), expect.anything()]);
  return response.json();
};
const campaign = (id: string) => ask('GET', `/v1/campaigns/${id}`);
const create = async (body: object = {}) =>
  (await ask('POST', '/v1/campaigns', { name: 'Spring', workflow: 'winback', ...body })).id;
const start = (id: string) => ask('POST', `/v1/campaigns/${id}/start`);
const leadsOf = async (id: string, query = '') =>
  (await ask('GET', `/v1/campaigns/${id}/leads?limit=100${query}`)).data;
const addIds = (id: string, leadIds: string[]) => ask('POST', `/v1/campaigns/${id}/leads`, { leadIds });
async function newLeads(count: number, body: object = {}): Promise<string[]> {
  const made = await Promise.all(Array.from({ length: count }, () => pipeline.create(body)));
  return made.map(({ id }) => id);
}
/** Waits until the campaign has nothing to do now. */
async function settled(id: string): Promise<void> {
  server.context.db.signals.send('campaigns');
  await expect
    .poll(
      async () => {
        const { state, nextAt } = await campaign(id);
        const isDue = nextAt !== null && Date.parse(nextAt) <= now;
        return isDue && (state === 'running' || state === 'scheduled');
      },
      { timeout: 15_000 },
    )
    .toBe(false);
}
async function pass(id: string, minutes: number): Promise<void> {
  now += minutes * MINUTE_MS;
  await settled(id);
}
const runsIn = (key: string, ids: readonly string[]) =>
  transaction(tenant.ctx, async ({ tx }) => {
    const rows = await tx<{ leadId: string; count: number }[]>`
      select r.lead_id, count(*)::int as count from runs r join workflows w on w.workspace_id = r.workspace_id and w.id = r.workflow_id
      where w.key = ${key} and r.lead_id = any (${[...ids]}::uuid[]) group by 1`;
    return rows.map(({ count }) => count);
  });

describe('a campaign', () => {
  it('takes nobody before it is started, then all, in their order, and ends', async () => {
    const id = await create();
    const leadIds = await newLeads(12);
    expect(await addIds(id, leadIds)).toMatchObject({ matched: 12, added: 12, refused: [] });
    await settled(id);
    expect(await campaign(id)).toMatchObject({ state: 'draft', counts: { waiting: 12, enrolled: 0 } });
    await start(id);
    await settled(id);
    expect(await campaign(id)).toMatchObject({
      state: 'finished',
      startedAt: new Date(now).toISOString(),
      endedAt: new Date(now).toISOString(),
      counts: { waiting: 0, enrolled: 12, skipped: 0, failed: 0 },
      skippedBy: {},
    });
    expect((await leadsOf(id)).map(({ leadId }: { leadId: string }) => leadId).reverse()).toEqual(leadIds);
    expect(await runsIn('winback', leadIds)).toEqual(leadIds.map(() => 1));
    const lead = await pipeline.lead(leadIds[0] ?? '');
    expect([lead.campaign, lead.run.workflowKey]).toEqual([{ id, name: 'Spring' }, 'winback']);
    expect(await pipeline.timeline(lead.id)).toContain('Workflow "Win back": campaign "Spring"');
    expect((await eventsOf(tenant, lead.id)).map(({ type }) => type)).toContain('run.started');
  });

  it('goes on when leads are added to one that had nobody left', async () => {
    const id = await create();
    await start(id);
    await settled(id);
    expect(await campaign(id)).toMatchObject({ state: 'running', nextAt: null });
    await addIds(id, await newLeads(1));
    await settled(id);
    expect((await campaign(id)).state).toBe('finished');
    await addIds(id, await newLeads(1));
    await settled(id);
    expect(await campaign(id)).toMatchObject({ state: 'finished', counts: { enrolled: 2 } });
  });

  it('keeps its pace, and makes up for no standstill', async () => {
    const id = await create({ perHour: 60 });
    await addIds(id, await newLeads(9));
    await start(id);
    await settled(id);
    const enrolled = async () => (await campaign(id)).counts.enrolled;
    expect(await enrolled()).toBe(1);
    await pass(id, 0.9);
    expect(await enrolled()).toBe(1);
    await pass(id, 0.1);
    expect(await enrolled()).toBe(2);
    await pass(id, 600);
    expect(await enrolled()).toBe(3);
    await ask('PATCH', `/v1/campaigns/${id}`, { perHour: null });
    await settled(id);
    expect(await campaign(id)).toMatchObject({ state: 'finished', counts: { enrolled: 9 } });
  });

  it('takes leads in its windows only, by the clocks of the workspace', async () => {
    now = Date.parse('2027-03-01T09:00:00.000Z');
    const windows = { monday: [{ from: '08:00', to: '09:00' }], tuesday: [{ from: '10:00', to: '11:00' }] };
    const id = await create({ perHour: 60, windows });
    await addIds(id, await newLeads(3));
    await start(id);
    await settled(id);
    expect(await campaign(id)).toMatchObject({ counts: { enrolled: 0 }, nextAt: '2027-03-02T10:00:00.000Z' });
    now = Date.parse('2027-03-02T10:59:59.000Z');
    await settled(id);
    expect((await campaign(id)).counts.enrolled).toBe(1);
    await pass(id, 1);
    expect(await campaign(id)).toMatchObject({ counts: { enrolled: 1 }, nextAt: '2027-03-08T08:00:00.000Z' });
  });

  it('waits for its start', async () => {
    const id = await create({ startAt: new Date(now + 60 * MINUTE_MS).toISOString() });
    await addIds(id, await newLeads(1));
    expect((await start(id)).state).toBe('scheduled');
    await pass(id, 59);
    expect((await campaign(id)).state).toBe('scheduled');
    await pass(id, 1);
    expect((await campaign(id)).state).toBe('finished');
  });

  it('is paused, resumed and cancelled', async () => {
    const id = await create({ perHour: 60 });
    await addIds(id, await newLeads(4));
    await start(id);
    await settled(id);
    expect((await ask('POST', `/v1/campaigns/${id}/pause`)).state).toBe('paused');
    await pass(id, 60);
    expect((await campaign(id)).counts.enrolled).toBe(1);
    expect((await ask('POST', `/v1/campaigns/${id}/resume`)).state).toBe('running');
    await settled(id);
    expect((await campaign(id)).counts.enrolled).toBe(2);
    await ask('POST', `/v1/campaigns/${id}/cancel`);
    await pass(id, 60);
    expect(await campaign(id)).toMatchObject({
      state: 'cancelled',
      counts: { waiting: 0, enrolled: 2, skipped: 2 },
      skippedBy: { campaign_cancelled: 2 },
    });
    expect(await leadsOf(id, '&reason=campaign_cancelled&state=skipped')).toHaveLength(2);
    const again = await tenant.ask('POST', `/v1/campaigns/${id}/leads`, { body: { leadIds: await newLeads(1) } });
    expect([again.statusCode, again.json().reason]).toEqual([409, 'campaign_cancelled']);
  });

  it.each([
    ['the workspace is stopped', (stops: boolean) => ask('PATCH', '/v1/workspace', { isStopped: stops })],
    ['the workflow is paused', (stops: boolean) => ask('PATCH', '/v1/workflows/winback', { isPaused: stops })],
  ])('waits while %s', async (_why, stop) => {
    const id = await create();
    await addIds(id, await newLeads(1));
    await stop(true);
    await start(id);
    await settled(id);
    expect((await campaign(id)).counts.enrolled).toBe(0);
    await stop(false);
    await pass(id, 1);
    expect((await campaign(id)).counts.enrolled).toBe(1);
  });
});

describe('a campaign that cannot go on', () => {
  it('holds up no other, and is paused when it has failed again and again', async () => {
    now = Date.parse('2027-04-05T09:00:00.000Z');
    const [broken, fine] = [await create(), await create()];
    for (const id of [broken, fine]) await addIds(id, await newLeads(1));
    const admin = postgres({ ...server.database.admin, max: 1, onnotice: () => undefined });
    await admin.unsafe(`
      create function fail() returns trigger language plpgsql as $$ begin raise 'broken on purpose'; end $$;
      create trigger fail before update of enrolled_count on campaigns
        for each row when (new.id = '${broken}') execute function fail()`);
    await start(broken);
    await settled(broken);
    await start(fine);
    await settled(fine);
    expect((await campaign(fine)).state).toBe('finished');
    const failures = async () =>
      (await transaction(tenant.ctx, ({ tx }) => tx`select failures, state from campaigns where id = ${broken}`))[0];
    expect(await failures()).toEqual({ failures: 1, state: 'running' });
    for (let tries = 2; tries < 5; tries += 1) await pass(broken, 1);
    expect(await failures()).toEqual({ failures: 4, state: 'running' });
    await pass(broken, 1);
    expect(await failures()).toEqual({ failures: 0, state: 'paused' });
    const events = await transaction(
      tenant.ctx,
      ({ tx }) => tx`select data from events where type = 'campaign.paused' and data ->> 'campaignId' = ${broken}`,
    );
    expect(events).toMatchObject([{ data: { campaignId: broken, state: 'paused' } }]);
    await admin.unsafe('drop trigger fail on campaigns; drop function fail()');
    await admin.end();
    await ask('POST', `/v1/campaigns/${broken}/resume`);
    await settled(broken);
    expect((await campaign(broken)).state).toBe('finished');
  });
});

describe('a lead of a campaign', () => {
  it('is skipped, with its reason, where it cannot be taken when its turn has come', async () => {
    const id = await create();
    const email = 'stop@example.com';
    const [out = '', suppressed = '', person = '', there = '', gone = '', erased = '', fine = ''] = await newLeads(7);
    await addIds(id, [out, suppressed, person, there, gone, erased, fine]);
    await pipeline.update(out, { optedOut: true });
    const other = await pipeline.create({ email, emailVerified: true });
    await pipeline.update(other.id, { optedOut: true });
    await pipeline.update(suppressed, { email });
    await pipeline.update(person, { owner: 'person' });
    await pipeline.enrol(there, { workflow: 'winback' });
    await tenant.ask('DELETE', `/v1/leads/${gone}`);
    await tenant.ask('POST', `/v1/leads/${erased}/erase`);
    await start(id);
    await settled(id);
    const rows = (await leadsOf(id)).map((row: { leadId: string; reason: string; state: string }) => [
      row.leadId,
      row.state,
      row.reason,
    ]);
    expect(rows.reverse()).toEqual([
      [out, 'skipped', 'opted_out'],
      [suppressed, 'skipped', 'suppressed'],
      [person, 'skipped', 'with_person'],
      [there, 'skipped', 'in_workflow'],
      [gone, 'skipped', 'lead_gone'],
      [null, 'skipped', 'lead_gone'],
      [fine, 'enrolled', null],
    ]);
    expect((await campaign(id)).skippedBy).toEqual({
      opted_out: 1,
      suppressed: 1,
      with_person: 1,
      in_workflow: 1,
      lead_gone: 2,
    });
    expect(await runsIn('winback', [out, suppressed, person, gone])).toEqual([]);
  });

  it('is skipped where its number is suppressed, however either is spelt', async () => {
    const id = await create();
    const leadIds = [];
    for (const phone of ['+5511961234567', '+551161234568'])
      leadIds.push((await pipeline.create({ phone, phoneVerified: true })).id);
    for (const address of ['+5511961234567', '+5511961234568'])
      await ask('POST', '/v1/suppressions', { kind: 'phone', address, reason: 'manual' });
    expect(await ask('POST', `/v1/campaigns/${id}/leads`, { leadIds, dryRun: true })).toMatchObject({
      expected: { enrolled: 0, skippedBy: { suppressed: 2 } },
    });
    await addIds(id, leadIds);
    await start(id);
    await settled(id);
    expect((await campaign(id)).skippedBy).toEqual({ suppressed: 2 });
  });

  it('is taken as the one it was found to be, once', async () => {
    const id = await create();
    const [merged = '', survivor = '', both = '', inIt = ''] = await newLeads(4);
    await addIds(id, [merged, both, inIt]);
    await ask('POST', `/v1/leads/${merged}/merge`, { intoLeadId: survivor });
    await ask('POST', `/v1/leads/${both}/merge`, { intoLeadId: inIt });
    await start(id);
    await settled(id);
    expect((await campaign(id)).skippedBy).toEqual({ merged: 1 });
    expect(await runsIn('winback', [survivor, inIt])).toEqual([1, 1]);
  });

  it('is counted for what became of it', async () => {
    const id = await create();
    const leadIds = await newLeads(4, { workflow: 'sales' });
    const [qualified = '', out = '', silent = '', booked = ''] = leadIds;
    const sales = await create({ workflow: 'sales' });
    await addIds(id, leadIds);
    await start(id);
    await settled(id);
    await pipeline.move(qualified, { status: 'awake' });
    await pipeline.update(out, { optedOut: true });
    expect(await campaign(id)).toMatchObject({
      counts: { enrolled: 4 },
      results: { engaged: 0, qualified: 1, booked: 0, optedOut: 1 },
    });
    await addIds(sales, [silent, booked]);
    await start(sales);
    await settled(sales);
    const startAt = new Date(Math.ceil(now / 3_600_000) * 3_600_000 + 3_600_000).toISOString();
    await ask('POST', '/v1/appointments', { leadId: booked, startAt, workflow: 'sales' });
    expect((await campaign(sales)).results).toEqual({ engaged: 0, qualified: 1, booked: 1, optedOut: 0 });
  });
});

it('enrols everybody once where several processes work at it and are cut off in the middle', {
  timeout: 60_000,
}, async () => {
  const other = await createContext(server.context.config, server.database, server.context.clock);
  const worker = startWorker(other);
  const admin = postgres({ ...server.database.admin, max: 1, onnotice: () => undefined });
  /** Ends the sessions that are enrolling; how many there were. */
  const cut = async () =>
    (
      await admin`
        select pg_terminate_backend(a.pid) from pg_stat_activity a
        where a.datname = ${server.database.name} and a.pid <> pg_backend_pid() and exists (
          select from pg_locks l where l.pid = a.pid and l.relation = 'campaign_leads'::regclass and l.mode = 'RowShareLock')`
    ).length;
  try {
    const id = await create();
    const leadIds = await newLeads(30);
    await addIds(id, leadIds);
    await start(id);
    let cuts = 0;
    await expect
      .poll(
        async () => {
          if (cuts < 3) cuts += await cut();
          return (await campaign(id)).state;
        },
        { timeout: 50_000, interval: 5 },
      )
      .toBe('finished');
    expect(cuts).toBeGreaterThan(0);
    expect((await campaign(id)).counts).toEqual({ waiting: 0, enrolled: 30, skipped: 0, failed: 0 });
    expect(await runsIn('winback', leadIds)).toEqual(leadIds.map(() => 1));
  } finally {
    await admin.end();
    await worker.stop();
    await other.close();
  }
});
