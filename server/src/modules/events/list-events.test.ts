import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { eventually } from '../../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { openPool } from '../../db/database.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const createLead = async (body: object = {}, key?: string) =>
  (await tenant.ask('POST', '/v1/leads', { body, ...(key && { key }) })).json();
const list = async (query = '', key?: string) => {
  const response = await tenant.ask('GET', `/v1/events${query}`, key ? { key } : {});
  return { status: response.statusCode, ...response.json() };
};

describe('the events of a workspace', () => {
  beforeAll(async () => {
    tenant = await addTenant(server);
  });

  it('come in order from the first, page by page, and are waited for', async () => {
    const [one, two] = [await createLead({ name: 'Ada' }), await createLead({ name: 'Bob' })];
    await eventually(async () => (await list()).data.length).toBe(4);
    const all = await list();
    expect(all.data.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3, 4]);
    expect(all.data[0]).toMatchObject({
      type: 'lead.created',
      leadId: one.id,
      isTest: false,
      data: { channel: 'api', source: null, actor: 'api_key' },
    });
    expect(all.nextAfter).toBe(4);
    const first = await list('?limit=3');
    expect(first.nextAfter).toBe(3);
    const rest = await list(`?after=${first.nextAfter}`);
    expect([...first.data, ...rest.data]).toEqual(all.data);

    const waiting = list('?after=4&wait=10&types=lead.updated');
    await tenant.ask('PATCH', `/v1/leads/${two.id}`, { body: { title: 'Owner' } });
    expect(await waiting).toMatchObject({
      data: [{ type: 'lead.updated', leadId: two.id, data: { changed: ['title'] } }],
    });
  });

  it('are filtered by type and lead, and `nextAfter` goes past what was left out', async () => {
    const { data, nextAfter } = await list('?types=conversation.*');
    expect(new Set(data.map(({ type }: { type: string }) => type))).toEqual(new Set(['conversation.created']));
    expect(nextAfter).toBeGreaterThanOrEqual(5);
    const [{ leadId }] = data;
    const ofLead = await list(`?leadId=${leadId}`);
    expect(new Set(ofLead.data.map((event: { leadId: string }) => event.leadId))).toEqual(new Set([leadId]));
    expect(await list('?types=lead.bought')).toMatchObject({ status: 400, errors: [{ parameter: 'types' }] });
  });

  it('are read one by one, by their own workspace alone', async () => {
    const [event] = (await list()).data;
    expect((await tenant.ask('GET', `/v1/events/${event.id}`)).json()).toEqual(event);
    const other = await addTenant(server);
    expect((await other.ask('GET', `/v1/events/${event.id}`)).statusCode).toBe(404);
    expect((await other.ask('GET', '/v1/events')).json()).toEqual({ data: [], nextAfter: 0 });
  });

  it('of test leads are for test keys, and need a scope', async () => {
    const { id } = await createLead({}, tenant.testKey);
    await eventually(async () => (await list('', tenant.testKey)).data.length).toBe(2);
    expect((await list('', tenant.testKey)).data[0].leadId).toBe(id);
    expect((await list()).data.filter(({ leadId }: { leadId: string }) => leadId === id)).toEqual([]);
    expect((await list('', await tenant.keyWith(['leads:read']))).status).toBe(403);
  });

  it('have a catalogue', async () => {
    const { data } = (await tenant.ask('GET', '/v1/event-types')).json();
    expect(data).toContainEqual(
      expect.objectContaining({
        type: 'appointment.booked',
        schema: expect.objectContaining({ type: 'object', required: ['appointmentId', 'startAt'] }),
        example: expect.objectContaining({ startAt: '2026-12-01T13:30:00.000Z' }),
      }),
    );
  });
});

it('are kept as long as the workspace says, and who asks for what is gone is told', async () => {
  tenant = await addTenant(server);
  expect((await tenant.ask('PATCH', '/v1/workspace', { body: { eventsKeptDays: 6 } })).statusCode).toBe(400);
  expect((await tenant.ask('PATCH', '/v1/workspace', { body: { eventsKeptDays: 7 } })).json()).toMatchObject({
    eventsKeptDays: 7,
    isStopped: false,
  });
  for (let made = 0; made < 3; made += 1) await createLead();
  await eventually(async () => (await list()).data.length).toBe(6);
  const admin = openPool(server.database.admin, 1);
  await admin`
    update events set created_at = now() - interval '8 days'
    where workspace_id = ${tenant.ctx.workspace.id} and seq in (1, 2, 3, 5)`;
  // 4 is young, so 5 stays.
  expect(await admin`select forget_events(now()) as gone`).toMatchObject([{ gone: 3 }]);
  expect(await admin`select forget_events(now()) as gone`).toMatchObject([{ gone: 0 }]);
  await admin.end();
  expect((await list()).data.map(({ seq }: { seq: number }) => seq)).toEqual([4, 5, 6]);
  expect((await list('?after=3')).data).toHaveLength(3);
  expect(await list('?after=2')).toMatchObject({ status: 409, reason: 'events_forgotten', after: 3 });
});
