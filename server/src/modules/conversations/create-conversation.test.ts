import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { collectionWorkflow } from '../checklist/collection-workflow.fixture.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

const create = (body: object, key?: string) =>
  tenant.ask('POST', '/v1/conversations', { body, ...(key !== undefined && { key }) });

it('opens one for a customer who is no lead yet, which is read and listed', async () => {
  const customer = { customerIdentifier: '+14155550100', customerName: 'Ana', customerLanguage: 'pt-BR' };
  const response = await create({ channel: 'whatsapp', ...customer });
  expect(response.statusCode).toBe(201);
  const made = response.json();
  expect(response.headers.location).toBe(`/v1/conversations/${made.id}`);
  expect(made).toMatchObject({ ...customer, leadId: null, channel: 'whatsapp', owner: 'agent', state: 'open' });
  const { data } = (await tenant.ask('GET', '/v1/agents')).json();
  expect(made.agentId).toBe(data.find((agent: { isDefault: boolean }) => agent.isDefault).id);
  expect((await tenant.ask('GET', `/v1/conversations/${made.id}`)).json()).toEqual(made);
  expect((await tenant.ask('GET', '/v1/conversations?limit=1')).json().data).toEqual([made]);
  const events = await transaction(
    tenant.ctx,
    ({ tx }) => tx`select type, lead_id from events where conversation_id = ${made.id}`,
  );
  expect([...events]).toEqual([{ type: 'conversation.created', leadId: null }]);
});

it('opens one for 20 who ask at once, and tells the others which', async () => {
  const body = { channel: 'voice', customerIdentifier: 'race' };
  const answers = await Promise.all(Array.from({ length: 20 }, () => create(body)));
  const [made, ...more] = answers.filter(({ statusCode }) => statusCode === 201);
  expect(more).toEqual([]);
  const refused = answers.filter(({ statusCode }) => statusCode === 409).map((answer) => answer.json());
  expect(refused).toHaveLength(19);
  for (const problem of refused) {
    expect(problem).toMatchObject({ reason: 'conversation_exists', conversationId: made?.json().id });
  }
});

it('opens another on another channel, for another kind of key, without a customer, and after the first is closed', async () => {
  const body = { channel: 'sms', customerIdentifier: 'again' };
  const first = (await create(body)).json();
  expect((await create({ ...body, channel: 'email' })).statusCode).toBe(201);
  expect((await create(body, tenant.testKey)).statusCode).toBe(201);
  expect((await create(body)).statusCode).toBe(409);
  await transaction(tenant.ctx, ({ tx }) => tx`update conversations set state = 'closed' where id = ${first.id}`);
  expect((await create(body)).statusCode).toBe(201);
  for (const _ of [1, 2]) expect((await create({ channel: 'sms' })).statusCode).toBe(201);
});

it('shows a test key its own and a live key its own', async () => {
  const { id } = (await create({ channel: 'webform' }, tenant.testKey)).json();
  expect((await tenant.ask('GET', `/v1/conversations/${id}`)).statusCode).toBe(404);
  expect((await tenant.ask('GET', `/v1/conversations/${id}`, { key: tenant.testKey })).statusCode).toBe(200);
  const lead = (await tenant.ask('POST', '/v1/leads', { body: {}, key: tenant.testKey })).json();
  const own = await tenant.ask('GET', `/v1/conversations/${lead.conversationId}`, { key: tenant.testKey });
  expect(own.statusCode).toBe(200);
});

it('is answered again to the same Idempotency-Key', async () => {
  const request = { body: { channel: 'sms', customerIdentifier: 'twice' }, headers: { 'idempotency-key': 'c1' } };
  const [one, other] = [
    await tenant.ask('POST', '/v1/conversations', request),
    await tenant.ask('POST', '/v1/conversations', request),
  ];
  expect([one.statusCode, other.statusCode]).toEqual([201, 201]);
  expect(other.json()).toEqual(one.json());
});

it.each([
  ['channel', {}],
  ['channel', { channel: 'Whats App' }],
  ['customerIdentifier', { channel: 'sms', customerIdentifier: ' ' }],
  ['customerIdentifier', { channel: 'sms', customerIdentifier: 'x'.repeat(256) }],
  ['customerLanguage', { channel: 'sms', customerLanguage: 'Portuguese!' }],
  ['agentId', { channel: 'sms', agentId: '01890000-0000-7000-8000-000000000000' }],
  ['colour', { channel: 'sms', colour: 'red' }],
])('names %s where it is wrong: %j', async (field, body) => {
  const response = await create(body);
  expect(response.statusCode).toBe(400);
  expect(JSON.stringify(response.json().issues ?? response.json())).toContain(field);
});

it('speaks with the agent of the workflow that its lead comes into, and with nobody where a person has the lead', async () => {
  const own = await addTenant(server, { workflows: [collectionWorkflow()] });
  const send = async (method: 'POST' | 'PUT', url: string, body: object) =>
    (await own.ask(method, url, { body })).json();
  const open = (channel: string) => send('POST', '/v1/conversations', { channel });
  const read = async (id: string) => (await own.ask('GET', `/v1/conversations/${id}`)).json();
  const [first, second] = [await open('sms'), await open('whatsapp')];
  const { agent } = (await own.ask('GET', '/v1/workflows/collection')).json();
  expect(first.agentId).not.toBe(agent.id);
  const lead = await send('POST', '/v1/leads', { conversationId: first.id, externalId: 'one' });
  expect(await read(first.id)).toMatchObject({ leadId: lead.id, agentId: agent.id, owner: 'agent' });
  await send('PUT', '/v1/leads', { externalId: 'one', conversationId: second.id, needsHuman: true });
  expect(await read(second.id)).toMatchObject({ leadId: lead.id, owner: 'person', state: 'awaiting_person' });
});
