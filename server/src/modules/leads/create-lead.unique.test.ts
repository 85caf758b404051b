import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { country: 'BR', shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const create = (body: unknown, key?: string) => tenant.ask('POST', '/v1/leads', { body, ...(key && { key }) });

describe('a lead that must be the only one with its contact points', () => {
  it.each([
    ['email', { email: 'one@example.com' }, { email: ' ONE@example.com' }],
    ['phone', { phone: '+55 11 91234-5678' }, { phone: '(11) 1234-5678' }],
    ['externalId', { externalId: 'crm-1' }, { externalId: 'crm-1' }],
  ])('is refused where another has the %s, which the answer names', async (by, first, second) => {
    const { id } = (await create(first)).json();
    const response = await create({ ...second, unique: [by] });
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({ code: 'conflict', reason: 'duplicate_lead', leadId: id, by });
    const rest = ['externalId', 'email', 'phone'].filter((other) => other !== by);
    expect((await create({ ...second, unique: rest })).statusCode).toBe(201);
    expect((await create(second)).statusCode).toBe(201);
  });

  it('is not refused for a lead that is deleted, a test, of another workspace, or for what is empty', async () => {
    const body = { email: 'free@example.com', phone: null, unique: ['email', 'phone', 'externalId'] };
    const gone = (await create(body)).json();
    await tenant.ask('DELETE', `/v1/leads/${gone.id}`);
    const other = await addTenant(server);
    expect((await create(body, tenant.testKey)).statusCode).toBe(201);
    expect((await other.ask('POST', '/v1/leads', { body })).statusCode).toBe(201);
    expect((await create(body)).statusCode).toBe(201);
    expect((await create({ unique: ['email', 'phone'] })).statusCode).toBe(201);
    expect((await create(body)).statusCode).toBe(409);
  });

  it('is made once of twenty at once', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const phone = index % 2 ? '+55 11 98888-7777' : '+55 11 8888-7777';
        return (await create({ phone, source: 'raced', unique: ['phone'] })).statusCode;
      }),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
    expect((await tenant.ask('GET', '/v1/leads?source=raced')).json().data).toHaveLength(1);
  });
});

describe('a lead that came out of a conversation', () => {
  const open = async (channel = 'webform') =>
    (await tenant.ask('POST', '/v1/conversations', { body: { channel } })).json().id;

  it('takes it over as its first', async () => {
    const conversationId = await open();
    const lead = (await create({ name: 'Ada', conversationId })).json();
    expect(lead).toMatchObject({ conversationId, channel: 'webform' });
    const conversation = (await tenant.ask('GET', `/v1/conversations/${conversationId}`)).json();
    expect(conversation.leadId).toBe(lead.id);
    const { data } = (await tenant.ask('GET', `/v1/conversations?leadId=${lead.id}`)).json();
    expect(data).toHaveLength(1);
    expect((await eventsOf(tenant, lead.id)).map(({ type }) => type)).toEqual([
      'lead.created',
      'run.started',
      'conversation.updated',
    ]);
  });

  it('is refused where the conversation has a lead, and makes nothing', async () => {
    const conversationId = await open();
    const bodies = Array.from({ length: 5 }, () => ({ conversationId, source: 'attached' }));
    const responses = await Promise.all(bodies.map((body) => create(body)));
    const made = responses.filter(({ statusCode }) => statusCode === 201).map((response) => response.json().id);
    expect(made).toHaveLength(1);
    for (const response of responses.filter(({ statusCode }) => statusCode !== 201)) {
      expect(response.statusCode).toBe(409);
      expect(response.json()).toMatchObject({ reason: 'conversation_has_lead', leadId: made[0] });
    }
    expect((await tenant.ask('GET', '/v1/leads?source=attached')).json().data).toHaveLength(1);
  });

  it("is refused where the conversation is missing, a test key's, or another workspace's", async () => {
    const other = await addTenant(server);
    const body = { channel: 'webform' };
    const foreign = (await other.ask('POST', '/v1/conversations', { body })).json().id;
    const tried = (await tenant.ask('POST', '/v1/conversations', { body, key: tenant.testKey })).json().id;
    for (const conversationId of [foreign, tried, '01890000-0000-7000-8000-000000000000']) {
      expect((await create({ conversationId })).statusCode).toBe(404);
    }
    expect((await create({ conversationId: tried }, tenant.testKey)).statusCode).toBe(201);
  });
});
