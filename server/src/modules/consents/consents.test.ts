import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { linesOf } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

const NOW = new Date('2026-03-02T09:00:00.000Z');

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => NOW } });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const of = (leadId: string) => `/v1/leads/${leadId}/consents`;
const make = async (body: object = {}): Promise<string> => (await tenant.ask('POST', '/v1/leads', { body })).json().id;

it('keeps what a lead agreed to, with it and later, until it is withdrawn', async () => {
  const lead = await make({
    consent: { basis: 'form', wordsShown: 'You may call me', givenAt: '2026-01-01T00:00:00Z' },
  });
  const made = await tenant.ask('POST', of(lead), { body: { basis: 'phone call', channel: 'sms' } });
  expect(made.statusCode, made.body).toBe(201);
  const { id } = made.json();
  expect(made.json()).toMatchObject({
    leadId: lead,
    basis: 'phone call',
    channel: 'sms',
    wordsShown: null,
    givenAt: NOW.toISOString(),
    withdrawnAt: null,
  });
  const { data } = (await tenant.ask('GET', of(lead))).json();
  expect(data).toEqual([
    made.json(),
    expect.objectContaining({ basis: 'form', wordsShown: 'You may call me', givenAt: '2026-01-01T00:00:00.000Z' }),
  ]);
  expect((await tenant.ask('DELETE', `${of(lead)}/${id}`)).statusCode).toBe(204);
  expect((await tenant.ask('DELETE', `${of(lead)}/${id}`)).statusCode).toBe(404);
  expect((await tenant.ask('GET', `${of(lead)}?limit=1`)).json()).toMatchObject({
    data: [{ id, withdrawnAt: NOW.toISOString() }],
    nextCursor: expect.any(String),
  });
  const lines = (await linesOf(tenant, lead)).map(({ summary }) => summary);
  expect(lines.slice(0, 2)).toEqual([
    'Took back the agreement to be contacted by sms (phone call)',
    'Agreed to be contacted by sms (phone call)',
  ]);
  const events = (await eventsOf(tenant, lead)).filter(({ type }) => type.startsWith('consent.'));
  expect(events.map(({ type }) => type)).toEqual(['consent.given', 'consent.withdrawn']);
});

it('knows the consents of its own lead only', async () => {
  const [lead, other] = [await make(), await make()];
  const { id } = (await tenant.ask('POST', of(other), { body: { basis: 'contract' } })).json();
  expect((await tenant.ask('DELETE', `${of(lead)}/${id}`)).statusCode).toBe(404);
  expect((await tenant.ask('GET', of(lead))).json().data).toEqual([]);
});

it.each([
  [{}, '#/basis'],
  [{ basis: ' ' }, '#/basis'],
  [{ basis: 'form', givenAt: '2026-03-02T09:00:01Z' }, '#/givenAt'],
  [{ basis: 'form', givenAt: 'yesterday' }, '#/givenAt'],
  [{ basis: 'form', channel: 'Text Message' }, '#/channel'],
])('refuses %j', async (body, pointer) => {
  const refused = await tenant.ask('POST', of(await make()), { body });
  expect(refused.statusCode).toBe(400);
  const pointers = refused.json().errors.map((one: { pointer: string }) => one.pointer);
  expect(new Set(pointers)).toEqual(new Set([pointer]));
});
