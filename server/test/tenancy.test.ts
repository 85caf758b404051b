// Every operation that takes a key, at once: who may not, and what is not theirs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../src/kernel/scopes.ts';
import { scopes } from '../src/kernel/scopes.ts';
import { operations } from '../src/operations.ts';
import { type Ask, addTenant, type TestTenant } from './api.ts';
import { bookingWorkflow } from './booking-workflow.ts';
import { startTestServer, type TestServer } from './server.ts';

/** A request that succeeds with the right ids, so that only who asks and for what can be wrong with it. */
const requests: Record<string, object | undefined> = {
  createLead: {},
  upsertLead: {},
  importLeadsFromText: { text: 'nobody' },
  updateLead: { name: 'Eve' },
  setLeadVariable: { value: 1 },
  createMember: { name: 'Eve', email: 'eve@example.com', role: 'viewer' },
  updateMember: { name: 'Eve' },
  updateDraft: { text: 'Hello' },
  mergeLead: { intoLeadId: '{leadId}' },
  createConversation: { channel: 'sms' },
  sendMessage: { text: 'Hello' },
  receiveMessage: { text: 'Hello' },
  bookAppointment: { leadId: '{leadId}', startAt: '2037-03-15T09:00:00Z' },
  importAppointment: {
    leadId: '{leadId}',
    title: 'Visit',
    startAt: '2037-03-15T09:00:00Z',
    endAt: '2037-03-15T10:00:00Z',
  },
  addLeadConsent: { basis: 'form' },
  addSuppression: { kind: 'email', address: 'eve@example.com' },
  moveLeadStatus: { status: 'ready' },
  createAutomation: { name: 'Rule', on: ['lead.created'], action: { do: 'addTag', with: { tag: 'new' } } },
  updateAutomation: { name: 'Rule' },
  testAutomation: { leadId: '{leadId}' },
  enrolLead: { workflow: 'booking' },
  moveAppointment: { startAt: '2037-03-15T09:00:00Z' },
  cancelAppointment: { reason: 'none' },
  setAppointmentOutcome: { outcome: 'completed' },
  createFollowUp: { text: 'Hello', sendAt: '2037-03-15T09:00:00Z' },
  updateFollowUp: { text: 'Hello' },
  createCall: { direction: 'inbound' },
  updateCall: { outcome: 'fine' },
};
const tags = new Set([
  'Leads',
  'Conversations',
  'Appointments',
  'Drafts',
  'Follow-ups',
  'Members',
  'Runs',
  'Consents',
  'Suppressions',
  'Automations',
]);
const keyed = operations.filter((operation) => operation.auth === 'key' && tags.has(operation.tag));
const MISSING = '01890000-0000-7000-8000-000000000000';

type Ids = Record<'leadId' | 'conversationId' | 'appointmentId' | 'runId' | 'consentId' | 'key' | 'workflow', string>;

let server: TestServer;
let tenant: TestTenant;
let foreign: Ids;
let test: Ids;
let deleted: Ids;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { workflows: [bookingWorkflow()] });
  const other = await addTenant(server, { workflows: [bookingWorkflow()] });
  foreign = await makeAll(other, other.liveKey);
  test = await makeAll(tenant, tenant.testKey);
  deleted = await makeAll(tenant, tenant.liveKey);
  expect((await tenant.ask('DELETE', `/v1/leads/${deleted.leadId}`)).statusCode).toBe(204);
});
afterAll(() => server.stop());

async function makeAll({ ask }: TestTenant, key: string): Promise<Ids> {
  const lead = (await ask('POST', '/v1/leads', { body: {}, key })).json();
  await ask('PUT', `/v1/leads/${lead.id}/variables/size`, { body: { value: 'small' }, key });
  const [slot] = (await ask('GET', '/v1/workflows/booking/slots?limit=1', { key })).json().data;
  const body = { leadId: lead.id, startAt: slot.startAt };
  const appointment = (await ask('POST', '/v1/appointments', { body, key })).json();
  const consent = (await ask('POST', `/v1/leads/${lead.id}/consents`, { body: { basis: 'form' }, key })).json();
  const { id: leadId, conversationId, run } = lead;
  return {
    leadId,
    conversationId,
    appointmentId: appointment.id,
    runId: run.id,
    consentId: consent.id,
    key: 'size',
    workflow: run.workflowId,
  };
}

const fill = (text: string, ids: Partial<Ids>) =>
  text.replaceAll(/\{(\w+)\}/g, (_, name) => Reflect.get(ids, name) ?? MISSING);

function askFor(operation: (typeof keyed)[number], ids: Partial<Ids>, key?: string): ReturnType<Ask> {
  const body = requests[operation.operationId];
  return tenant.ask(operation.method, fill(operation.path, ids), {
    ...(body && { body: fill(JSON.stringify(body), ids) }),
    ...(key !== undefined && { key }),
    // Failures are counted by address, and here are many.
    remoteAddress: `10.2.0.${keyed.indexOf(operation)}`,
    headers: { 'x-request-id': 'the-same-for-all' },
  });
}

describe.each(keyed.map((operation) => [operation.operationId, operation] as const))('%s', (_id, operation) => {
  it('answers 401 without a key, and with one that is none', async () => {
    for (const key of ['', 'fy_live_nobody', `${tenant.liveKey.slice(0, -1)}!`]) {
      const response = await askFor(operation, {}, key);
      expect(response.statusCode).toBe(401);
      expect(response.headers['www-authenticate']).toBe('Bearer');
      expect(response.json()).toMatchObject({ code: 'unauthorized', requestId: 'the-same-for-all' });
    }
  });

  it('answers 403 to a key with every scope but its own, and names it', async () => {
    const own = operation.scope ?? 'leads:read';
    const key = await tenant.keyWith(scopes.filter((scope: Scope) => scope !== own));
    const response = await askFor(operation, { key: 'size' }, key);
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: 'forbidden', reason: 'missing_scope', scope: own });
  });
});

const withIds = keyed.filter(
  (operation) =>
    /\{(leadId|conversationId|appointmentId|runId)\}/.test(operation.path) ||
    ['bookAppointment', 'importAppointment'].includes(operation.operationId),
);

describe.each(withIds.map((operation) => [operation.operationId, operation] as const))('%s', (_id, operation) => {
  it.each([
    ["another workspace's", () => foreign],
    ["a test key's", () => test],
    ['a deleted', () => deleted],
  ])('answers %s row as it answers a missing one', async (_whose, ids) => {
    const missing = await askFor(operation, { key: 'size' });
    expect([missing.statusCode, missing.json().code]).toEqual([404, 'not_found']);
    // Erasing is the one thing that a deleted lead is still there for.
    if (operation.operationId === 'eraseLead' && ids() === deleted) return;
    const response = await askFor(operation, ids());
    expect([response.statusCode, response.body]).toEqual([404, missing.body]);
    expect(response.headers['content-type']).toBe(missing.headers['content-type']);
  });

  it('answers 400 to an id that is no UUID', async () => {
    for (const id of ['1', 'x'.repeat(36), `${MISSING}0`, '%00', "'"]) {
      const ids = { leadId: id, conversationId: id, appointmentId: id, runId: id, consentId: id, key: 'size' };
      expect((await askFor(operation, ids)).statusCode, id).toBe(400);
    }
  });
});

it('shows none of it in a list, and leaves all of it alone', async () => {
  for (const list of ['leads', 'conversations', 'appointments']) {
    const { data } = (await tenant.ask('GET', `/v1/${list}?limit=100`)).json();
    const strangers = [foreign, test, deleted].flatMap((ids) => [ids.leadId, ids.conversationId, ids.appointmentId]);
    expect(data.filter(({ id }: { id: string }) => strangers.includes(id))).toEqual([]);
  }
  const key = tenant.testKey;
  const own = (await tenant.ask('GET', `/v1/leads/${test.leadId}`, { key })).json();
  expect(own).toMatchObject({
    name: null,
    variables: { size: { value: 'small' } },
    appointment: { status: 'confirmed' },
  });
});

it("finds nobody's workflow by another's id", async () => {
  const slots = await tenant.ask('GET', `/v1/workflows/${foreign.workflow}/slots`);
  expect(slots.statusCode).toBe(404);
  const lead = await tenant.ask('POST', '/v1/leads', { body: { workflow: foreign.workflow } });
  expect(lead.statusCode).toBe(404);
});
