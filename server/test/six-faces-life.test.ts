import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FaceTenant, member } from './faces/face.ts';
import { faces } from './faces/faces.ts';
import { addFaceTenant } from './faces/tenant.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let tenant: FaceTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addFaceTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const ask: FaceTenant['tenant']['ask'] = (...request) => tenant.tenant.ask(...request);

async function change(leadId: string, body: object): Promise<void> {
  const reply = await ask('PATCH', `/v1/leads/${leadId}`, { body });
  expect(reply.statusCode, reply.body).toBe(200);
}

async function book(leadId: string): Promise<string> {
  const [slot] = (await ask('GET', '/v1/workflows/salon-appointment/slots?limit=1')).json().data;
  const reply = await ask('POST', '/v1/appointments', { body: { leadId, startAt: slot.startAt } });
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json().id;
}

/** How a lead stands, what brings it there, and the words of Coachbot, Omni and Vorel for it, as docs/dialects.md says. */
const stations: readonly (readonly [string, (leadId: string) => Promise<unknown>, string, string, string])[] = [
  ['new', async () => undefined, 'new', 'IN_PROGRESS', 'new'],
  ['engaged', (id) => change(id, { stage: 'engaged' }), 'in_conversation', 'IN_PROGRESS', 'new'],
  ['waiting for a person', (id) => change(id, { needsHuman: true }), 'needs_human', 'REVIEW', 'new'],
  ['taken over', (id) => change(id, { owner: 'person' }), 'needs_human', 'IN_PROGRESS', 'new'],
  ['qualified', (id) => change(id, { stage: 'qualified' }), 'in_conversation', 'COMPLETED', 'qualified'],
  ['booked', book, 'booked', 'COMPLETED', 'booked'],
  ['converted', (id) => change(id, { stage: 'converted' }), 'booked', 'COMPLETED', 'converted'],
  ['lost', (id) => change(id, { stage: 'lost', lostReason: 'too dear' }), 'unqualified', 'COMPLETED', 'lost'],
  ['opted out', (id) => change(id, { optedOut: true }), 'unqualified', 'OPTED_OUT', 'lost'],
  [
    'booked, waiting for a person',
    async (id) => {
      await book(id);
      await change(id, { needsHuman: true });
    },
    'booked',
    'COMPLETED',
    'booked',
  ],
  [
    'opted out after it was booked',
    async (id) => {
      await book(id);
      await change(id, { optedOut: true });
    },
    'unqualified',
    'OPTED_OUT',
    'lost',
  ],
  [
    'cancelled',
    async (id) => {
      const appointmentId = await book(id);
      await ask('POST', `/v1/appointments/${appointmentId}/cancel`, { body: {} });
    },
    'in_conversation',
    'COMPLETED',
    'qualified',
  ],
];

it.each(stations)('a lead that is %s reads so in every face', async (_standing, bring, coachbot, omni, vorel) => {
  const { id } = (await ask('POST', '/v1/leads', { body: { name: 'Jane Doe' } })).json();
  await bring(id);
  const shown = Object.fromEntries(
    await Promise.all(faces.map(async (face) => [face.name, await face.read(tenant, id)] as const)),
  );
  expect({
    coachbot: member(shown, 'coachbot', 'status'),
    omni: member(shown, 'omni', 'status'),
    vorel: member(shown, 'vorel', 'status'),
    names: [member(shown, 'nexor', 'first_name'), member(shown, 'convocore', 'name')],
  }).toEqual({ coachbot, omni, vorel, names: ['Jane', 'Jane Doe'] });
});

it.each([
  ['deleted', (id: string) => ask('DELETE', `/v1/leads/${id}`)],
  ['erased', (id: string) => ask('POST', `/v1/leads/${id}/erase`)],
  [
    'merged into another',
    async (id: string) => {
      const other = (await ask('POST', '/v1/leads', { body: { name: 'John Doe' } })).json();
      return ask('POST', `/v1/leads/${id}/merge`, { body: { intoLeadId: other.id } });
    },
  ],
])('a lead that was %s is missing in every face', async (_what, remove) => {
  const { id } = (await ask('POST', '/v1/leads', { body: { name: 'Jane Doe' } })).json();
  expect((await remove(id)).statusCode).toBeLessThan(300);
  for (const face of faces) await expect(face.read(tenant, id), face.name).rejects.toThrow('answered 404');
});
