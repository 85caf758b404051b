import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import type { Lead } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'], country: 'GB' });
});
afterAll(() => server.stop());

const read = (body: object, request: object = {}) => tenant.ask('POST', '/v1/leads/import-text', { body, ...request });
const count = async () => (await tenant.ask('GET', '/v1/leads?limit=100')).json().data.length;

const text = `Name,Email,Phone,Company,Address,Size
Ana Silva,ANA@acme.com,07700 900123,Acme,1 High St,12
Bob Ross,,07700 900124,${'x'.repeat(300)},,
Nobody,,,,,
Ana Silva,ana@acme.com,,,,`;

it('makes leads of a table, keeps what has no field, and tells of a duplicate once', async () => {
  const reply = await read({ text, tag: 'Fair', source: 'fair 2026' });
  expect(reply.statusCode).toBe(200);
  const leads: Lead[] = reply.json().leads;
  expect(leads).toEqual([
    expect.objectContaining({
      name: 'Ana Silva',
      givenName: 'Ana',
      email: 'ana@acme.com',
      phone: '+447700900123',
      businessName: 'Acme',
      channel: 'import',
      source: 'fair 2026',
      tags: ['Fair'],
      metadata: { address: '1 High St', Size: '12' },
    }),
    // Too long for the field: kept where there is room.
    expect.objectContaining({ name: 'Bob Ross', businessName: null, metadata: { businessName: 'x'.repeat(300) } }),
  ]);
  for (const lead of leads) {
    expect((await tenant.ask('GET', `/v1/leads/${lead.id}`)).json()).toEqual(lead);
    expect((await eventsOf(tenant, lead.id)).map(({ type }) => type)).toContain('lead.created');
  }
});

it('gives them to the agent named', async () => {
  const { data: agents } = (await tenant.ask('GET', '/v1/agents')).json();
  for (const { id: agentId } of agents) {
    const { leads } = (await read({ text: 'ana@example.com', agentId })).json();
    expect(leads[0].agentId).toBe(agentId);
  }
});

it('makes none of a text without people, once of a request sent twice, and of a test key test leads', async () => {
  expect((await read({ text: 'Nobody at all.' })).json()).toEqual({ leads: [] });
  const headers = { 'idempotency-key': 'once' };
  const [first, second] = [
    await read({ text: 'zoe@example.com' }, { headers }),
    await read({ text: 'zoe@example.com' }, { headers }),
  ];
  expect(second.json()).toEqual(first.json());
  const before = await count();
  const test = await read({ text: 'test@example.com' }, { key: tenant.testKey });
  expect([test.json().leads[0].isTest, await count()]).toEqual([true, before]);
});

it('takes five hundred people within five seconds, and refuses more whole', async () => {
  const crowd = (people: number) =>
    Array.from({ length: people }, (_, n) => `Person Number, p${n}@example.com, 07700 9${10_000 + n}`).join('\n');
  const other = await addTenant(server, { shipped: ['salon-appointment'], country: 'GB' });
  const ask = (people: number) => other.ask('POST', '/v1/leads/import-text', { body: { text: crowd(people) } });
  const start = performance.now();
  expect((await ask(500)).json().leads).toHaveLength(500);
  expect(performance.now() - start).toBeLessThan(5_000);
  const refused = await ask(501);
  expect([refused.statusCode, refused.json().errors]).toEqual([
    400,
    [{ pointer: '#/text', detail: expect.stringContaining('501') }],
  ]);
});

it.each<[string, object, string]>([
  ['no text', {}, '#/text'],
  ['an empty text', { text: '' }, '#/text'],
  ['a long text', { text: 'x'.repeat(100_001) }, '#/text'],
  ['a key that is none', { text: 'x', words: 'x' }, '#/words'],
  ['an agent of nobody', { text: 'a@b.co', agentId: '01890000-0000-7000-8000-000000000000' }, '#/agentId'],
  ['an empty tag', { text: 'a@b.co', tag: ' ' }, '#/tag'],
])('refuses %s by name', async (_what, body, pointer) => {
  const reply = await read(body);
  expect([reply.statusCode, reply.json().errors.map((error: { pointer: string }) => error.pointer)]).toEqual([
    400,
    [pointer],
  ]);
});

it('wants the scope', async () => {
  const key = await tenant.keyWith(['leads:read']);
  expect((await read({ text: 'a@b.co' }, { key })).statusCode).toBe(403);
});
