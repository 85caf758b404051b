import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('refuses', () => {
  it.each([
    [{ colour: 'red' }, '#/colour'],
    [{ consent: { basis: 'form', when: 'now' } }, '#/consent/when'],
    [{ name: 5 }, '#/name'],
    [{ name: '' }, '#/name'],
    [{ name: 'x'.repeat(201) }, '#/name'],
    [{ email: 'nobody' }, '#/email'],
    [{ email: ['a@example.com'] }, '#/email'],
    [{ phone: '123' }, '#/phone'],
    [{ phone: 442079460958 }, '#/phone'],
    [{ qualificationScore: 101 }, '#/qualificationScore'],
    [{ qualificationScore: 1.5 }, '#/qualificationScore'],
    [{ qualificationScore: '80' }, '#/qualificationScore'],
    [{ metadata: [] }, '#/metadata'],
    [{ metadata: 'x' }, '#/metadata'],
    [{ tags: 'vip' }, '#/tags'],
    [{ tags: [''] }, '#/tags/0'],
    [{ tags: ['a', 3] }, '#/tags/1'],
    [{ tags: Array.from({ length: 101 }, (_, index) => `t${index}`) }, '#/tags'],
    [{ timeZone: 'Mars/Olympus' }, '#/timeZone'],
    [{ timeZone: '+01:00' }, '#/timeZone'],
    [{ language: 'English please' }, '#/language'],
    [{ importedAt: 'yesterday' }, '#/importedAt'],
    [{ importedAt: '2026-02-30T00:00:00Z' }, '#/importedAt'],
    [{ consent: {} }, '#/consent/basis'],
    [{ stage: 'qualified' }, '#/stage'],
    [{ id: '01890000-0000-7000-8000-000000000000' }, '#/id'],
    [{ name: 'a\u0000b' }, '#/name'],
    [{ metadata: { a: { b: ['\ud800'] } } }, '#/metadata/a/b/0'],
    [{ metadata: { 'a\u0000': 1 } }, '#/metadata/a%00'],
  ])('%j with a 400 that names %s', async (body, pointer) => {
    const response = await create(body);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
    const problem = response.json();
    expect(problem).toMatchObject({ code: 'invalid_input', requestId: expect.any(String) });
    expect(problem.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it.each(['', '[]', 'null', '"lead"', '{"name": "Ada"', '{name: 1}'])('the body %j with a 400', async (body) => {
    const before = (await tenant.ask('GET', '/v1/leads?limit=1')).json();
    const response = await create(body);
    expect(response.statusCode).toBe(400);
    expect((await tenant.ask('GET', '/v1/leads?limit=1')).json()).toEqual(before);
  });

  it('both contact points in one answer', async () => {
    const { errors } = (await create({ email: 'x', phone: 'y' })).json();
    expect(errors.map((error: { pointer: string }) => error.pointer)).toEqual(['#/email', '#/phone']);
  });

  it('an unknown workflow with a 404, and makes nothing', async () => {
    const response = await create({ workflow: 'none-such', externalId: 'made-nothing' });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: 'not_found' });
    expect((await tenant.ask('GET', '/v1/leads?externalId=made-nothing')).json().data).toEqual([]);
  });
});

describe('with an Idempotency-Key', () => {
  const count = async (externalId: string) =>
    (await tenant.ask('GET', `/v1/leads?externalId=${externalId}`)).json().data.length;

  it('answers the same request again with the same lead', async () => {
    const body = { externalId: 'once', metadata: { a: 1, b: 2 } };
    const first = await create(body, { 'idempotency-key': 'k-1' });
    const second = await create({ metadata: { b: 2, a: 1 }, externalId: 'once' }, { 'idempotency-key': '"k-1"' });
    expect(second.statusCode).toBe(201);
    expect(second.json()).toEqual(first.json());
    expect(second.headers).toMatchObject({ 'idempotency-replayed': 'true', location: first.headers.location });
    expect(await count('once')).toBe(1);
  });

  it('answers 422 to another request with the same key', async () => {
    await create({ externalId: 'first' }, { 'idempotency-key': 'k-2' });
    const response = await create({ externalId: 'second' }, { 'idempotency-key': 'k-2' });
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ code: 'unprocessable', reason: 'idempotency_key_reused' });
    expect(await count('second')).toBe(0);
  });

  it('makes one lead of twenty requests at once', async () => {
    const send = () => create({ externalId: 'raced' }, { 'idempotency-key': 'k-3' });
    const statuses = (await Promise.all(Array.from({ length: 20 }, send))).map(({ statusCode }) => statusCode);
    expect(new Set(statuses)).toEqual(new Set([201, 409].filter((status) => statuses.includes(status))));
    expect(statuses).toContain(201);
    expect(await count('raced')).toBe(1);
  });

  it('lets a request that failed be tried again', async () => {
    const headers = { 'idempotency-key': 'k-4' };
    expect((await create({ email: 'x' }, headers)).statusCode).toBe(400);
    expect((await create({ email: 'x@example.com' }, headers)).statusCode).toBe(201);
  });
});
