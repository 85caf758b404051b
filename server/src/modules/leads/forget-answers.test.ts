import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { openPool } from '../../db/database.ts';
import { operations } from '../../operations.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const MARK = 'Quetzalcoatlus';
let calls = 0;

type Sent = readonly [url: string, body: object];
const send = ([url, body]: Sent, key: string) => tenant.ask('POST', url, { body, headers: { 'idempotency-key': key } });
const create = async (body: object = {}) => (await tenant.ask('POST', '/v1/leads', { body })).json().id;
const email = () => `${MARK}-${++calls}@example.com`;

/** A request whose answer tells of a lead, and which lead that is, from the answer or from what came of it. */
interface Case {
  readonly sent: () => Promise<Sent>;
  readonly leadOf: (sent: Sent, answer: { id: string; leadId: string; leads: { id: string }[] }) => Promise<string>;
}
const ofPath = async ([url]: Sent) => url.split('/')[3] ?? '';

const cases: Readonly<Record<string, Case>> = {
  createLead: { sent: async () => ['/v1/leads', { name: MARK }], leadOf: async (_sent, { id }) => id },
  importLeadsFromText: {
    sent: async () => ['/v1/leads/import-text', { text: `name,email\n${MARK},${email()}\nOther,other@example.com` }],
    leadOf: async (_sent, { leads }) => leads[0]?.id ?? '',
  },
  createConversation: {
    sent: async () => ['/v1/conversations', { channel: 'sms', customerIdentifier: email(), customerName: MARK }],
    leadOf: (_sent, { id }) => create({ conversationId: id }),
  },
  addChecklistItem: {
    sent: async () => [`/v1/leads/${await create()}/checklist-items`, { label: MARK, fieldType: 'TEXT' }],
    leadOf: ofPath,
  },
  sendMessage: {
    sent: async () => {
      const { conversationId } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
      return [`/v1/conversations/${conversationId}/messages`, { text: MARK }];
    },
    leadOf: async ([url]) => (await tenant.ask('GET', `/v1/conversations/${url.split('/')[3]}`)).json().leadId,
  },
  receiveMessage: {
    sent: async () => {
      const { conversationId } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
      return [`/v1/conversations/${conversationId}/received-messages`, { text: MARK }];
    },
    leadOf: async ([url]) => (await tenant.ask('GET', `/v1/conversations/${url.split('/')[3]}`)).json().leadId,
  },
  createCall: {
    sent: async () => {
      const call = { direction: 'inbound', startedAt: '2026-05-01T10:00:00Z', endedAt: '2026-05-01T10:05:00Z' };
      return [`/v1/leads/${await create()}/calls`, { ...call, outcome: MARK }];
    },
    leadOf: ofPath,
  },
  bookAppointment: {
    sent: async () => {
      const [slot] = (await tenant.ask('GET', '/v1/workflows/salon-appointment/slots?limit=1')).json().data;
      return ['/v1/appointments', { leadId: await create(), startAt: slot.startAt, notes: MARK }];
    },
    leadOf: async (_sent, { leadId }) => leadId,
  },
  createFollowUp: {
    sent: async () => [`/v1/leads/${await create()}/follow-ups`, { text: MARK, sendAt: '2035-05-01T10:00:00Z' }],
    leadOf: ofPath,
  },
  addLeadConsent: {
    sent: async () => [`/v1/leads/${await create()}/consents`, { basis: MARK }],
    leadOf: ofPath,
  },
  importAppointment: {
    sent: async () => {
      const times = { startAt: '2035-05-01T10:00:00Z', endAt: '2035-05-01T11:00:00Z' };
      return ['/v1/appointments/import', { leadId: await create(), title: 'Visit', notes: MARK, ...times }];
    },
    leadOf: async (_sent, { leadId }) => leadId,
  },
};
/** Their answers tell of no lead. */
const ofNobody = [
  'createCampaign',
  'createTag',
  'createMember',
  'addSuppression',
  'createAutomation',
  'createKnowledgeDocument',
  'createKey',
  'createIntakeHook',
  'createWebhookEndpoint',
  'rotateWebhookSecret',
  // Sealed; server/test/sealed-answers.test.ts sees it go.
  'createPortalLink',
];

async function countMarked(): Promise<number> {
  const admin = openPool(server.database.admin, 1);
  const [row] = await admin<{ count: number }[]>`
    select count(*)::int as count from idempotency_keys where response_body::text ilike ${`%${MARK}%`}`;
  await admin.end();
  return row?.count ?? 0;
}

it('knows every operation that remembers its answer', () => {
  const idempotent = operations.filter((one) => one.idempotent).map((one) => one.operationId);
  expect(idempotent.filter((id) => !(id in cases) && !ofNobody.includes(id))).toEqual([]);
});

describe.each([
  ['erased', (id: string) => tenant.ask('POST', `/v1/leads/${id}/erase`)],
  ['deleted', (id: string) => tenant.ask('DELETE', `/v1/leads/${id}`)],
  [
    'merged and then erased by the survivor',
    async (id: string) => {
      const intoLeadId = await create();
      await tenant.ask('POST', `/v1/leads/${id}/merge`, { body: { intoLeadId } });
      return tenant.ask('POST', `/v1/leads/${intoLeadId}/erase`);
    },
  ],
])('when the lead was %s', (how, remove) => {
  it.each(Object.entries(cases))('%s is not answered with it again', async (operationId, { sent, leadOf }) => {
    const request = await sent();
    const key = `${how} ${operationId}`.replaceAll(' ', '-');
    const first = await send(request, key);
    expect([200, 201]).toContain(first.statusCode);
    const leadId = await leadOf(request, first.json());
    expect((await send(request, key)).headers['idempotency-replayed']).toBe('true');
    expect((await remove(leadId)).statusCode).toBe(204);
    expect(await countMarked()).toBe(0);
    const again = await send(request, key);
    if (operationId !== 'importLeadsFromText') {
      expect(again.headers['idempotency-replayed']).toBeUndefined();
      await forget(again);
      return;
    }
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json()).toEqual({ leads: [expect.objectContaining({ name: 'Other' })] });
  });
});

/** What was made anew goes too: the next case counts from nothing. */
async function forget(again: Awaited<ReturnType<typeof send>>): Promise<void> {
  if (again.statusCode !== 201) return;
  const { id, channel } = again.json();
  const leadId = channel === 'sms' ? await create({ conversationId: id }) : id;
  await tenant.ask('POST', `/v1/leads/${leadId}/erase`);
}

it('what was answered of others is answered again', async () => {
  const other = await send(['/v1/leads', { name: 'Other' }], 'of-other');
  const leadless = await send(['/v1/conversations', { channel: 'sms' }], 'of-nobody');
  const id = await create();
  await tenant.ask('POST', `/v1/leads/${id}/erase`);
  expect((await send(['/v1/leads', { name: 'Other' }], 'of-other')).body).toBe(other.body);
  expect((await send(['/v1/conversations', { channel: 'sms' }], 'of-nobody')).body).toBe(leadless.body);
});
