import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { country: 'GB', shipped: ['salon-appointment', 'property-viewing'] });
});
afterAll(() => server.stop());

const create = (body: unknown, headers: Record<string, string> = {}) =>
  tenant.ask('POST', '/v1/leads', { body, headers });

it('answers 201 with the whole lead, its address and its version', async () => {
  const response = await create({
    name: '  Ada King Lovelace ',
    email: 'Ada@Example.COM',
    phone: '020 7946 0958',
    businessName: 'Analytical Engines',
    title: 'Countess',
    website: 'https://example.com',
    goal: 'A haircut before Friday',
    intent: 'haircut',
    timeline: 'this week',
    qualificationScore: 80,
    qualificationNotes: 'knows what she wants',
    source: 'landing page',
    metadata: { utm: { source: 'x', nothing: null }, list: [1, 'two', true] },
    tags: ['vip', 'VIP', 'new', 'Vip'],
    externalId: 'crm-1',
    timeZone: 'Europe/London',
    language: 'en-GB',
    importedAt: '2020-02-03T04:05:06+02:00',
    consent: { basis: 'form', wordsShown: 'You may call me', givenAt: '2026-01-01T00:00:00Z' },
  });
  expect(response.statusCode).toBe(201);
  const lead = response.json();
  expect(response.headers).toMatchObject({ location: `/v1/leads/${lead.id}`, etag: 'W/"1"' });
  expect(lead).toMatchObject({
    name: 'Ada King Lovelace',
    givenName: 'Ada',
    familyName: 'King Lovelace',
    email: 'ada@example.com',
    emailVerifiedAt: null,
    phone: '+442079460958',
    businessName: 'Analytical Engines',
    qualificationScore: 80,
    channel: 'api',
    stage: 'new',
    needsHuman: false,
    optedOut: false,
    owner: 'agent',
    isTest: false,
    metadata: { utm: { source: 'x', nothing: null }, list: [1, 'two', true] },
    tags: ['vip', 'new'],
    importedAt: '2020-02-03T02:05:06.000Z',
    run: { workflowKey: 'salon-appointment', isActive: true, status: { key: 'new' } },
    appointment: null,
    variables: {},
    revision: 1,
  });
  expect(lead.createdAt).toBe(new Date(Number.parseInt(lead.id.replaceAll('-', '').slice(0, 12), 16)).toISOString());
  expect((await tenant.ask('GET', response.headers.location ?? '')).json()).toEqual(lead);
});

it('gives it a conversation, its workflow and consent in the same transaction', async () => {
  const lead = (await create({ workflow: 'property-viewing', consent: { basis: 'contract' } })).json();
  expect(lead.run).toMatchObject({ workflowKey: 'property-viewing' });
  const conversation = await tenant.ask('GET', `/v1/conversations/${lead.conversationId}`);
  expect(conversation.json()).toMatchObject({ leadId: lead.id, channel: 'api', messageCount: 0 });
  const byId = (await create({ workflow: lead.run.workflowId })).json();
  expect(byId.run.workflowKey).toBe('property-viewing');
});

it('tells of the lead before it tells what was opened for it', async () => {
  const { id } = (await create({ source: 'ad' })).json();
  const events = await eventsOf(tenant, id);
  expect(events.map(({ type }) => type)).toEqual(['lead.created', 'run.started', 'conversation.created']);
  expect(events[0]?.data).toEqual({ actor: 'api_key', channel: 'api', source: 'ad' });
  const actions = (await tenant.ask('GET', `/v1/leads/${id}/actions`)).json();
  expect(actions.data).toMatchObject([{ type: 'api_activity', actor: { kind: 'api_key' }, summary: 'Lead created' }]);
});

it('takes a lead without anything known of it', async () => {
  const lead = (await create({})).json();
  expect(lead).toMatchObject({ name: null, email: null, phone: null, metadata: {}, tags: [] });
});

it('lets leads share an e-mail and a phone', async () => {
  const [one, other] = await Promise.all([
    create({ email: 'same@example.com' }),
    create({ email: 'same@example.com' }),
  ]);
  expect([one.statusCode, other.statusCode]).toEqual([201, 201]);
  expect(one.json().id).not.toBe(other.json().id);
});

it('takes null for what is unknown', async () => {
  const response = await create({ name: null, email: null, phone: null, timeZone: null, qualificationScore: null });
  expect(response.statusCode).toBe(201);
});

it.each([
  [{ name: 'Ada Lovelace' }, ['Ada Lovelace', 'Ada', null, 'Lovelace']],
  [{ givenName: 'Mary Ann', familyName: 'Smith' }, ['Mary Ann Smith', 'Mary Ann', null, 'Smith']],
  [{ givenName: 'Ada', middleName: 'King', familyName: 'Lovelace' }, ['Ada King Lovelace', 'Ada', 'King', 'Lovelace']],
  [{ name: 'Dr. Ada', givenName: 'Ada' }, ['Dr. Ada', 'Ada', null, null]],
  [{ familyName: 'Lovelace' }, ['Lovelace', null, null, 'Lovelace']],
])('reads the name %j', async (body, [name, givenName, middleName, familyName]) => {
  expect((await create(body)).json()).toMatchObject({ name, givenName, middleName, familyName });
});

it('fills variables from metadata where a field says so, and only with what fits the field', async () => {
  const text = `
key: intake
name: Intake
goal: qualification
agent: { name: Kim, role: the assistant }
fields:
  - { key: budget, label: Budget, type: number, ask: Budget?, metadataKey: budget }
  - { key: city, label: City, type: text, ask: City?, metadataKey: town }
  - { key: size, label: Size, type: select, ask: Size?, metadataKey: size, options: [{ value: S }, { value: L }] }
statuses:
  - { key: new, label: New, category: active, flags: [initial] }
`;
  const other = await addTenant(server, { workflows: [{ text, fileName: 'intake.yaml' }] });
  const body = { metadata: { budget: 'a lot', town: ' Lyon ', size: 'L', budgets: 3 } };
  const lead = (await other.ask('POST', '/v1/leads', { body })).json();
  expect(Object.keys(lead.variables).sort()).toEqual(['city', 'size']);
  expect(lead.variables.city).toMatchObject({ value: 'Lyon', confidence: 1, source: 'metadata', messageId: null });
  expect(lead.metadata).toEqual(body.metadata);
});
