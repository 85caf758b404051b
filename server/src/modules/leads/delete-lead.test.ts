import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

/** A lead of the web chat with one message, one variable and one appointment. */
async function makeLead() {
  const body = { workspace: tenant.slug, contact: { name: 'Ada' }, text: 'hello' };
  const chat = (await tenant.ask('POST', '/v1/chat/conversations', { body })).json();
  const leadId = (await tenant.ask('GET', `/v1/conversations/${chat.conversationId}`)).json().leadId;
  await tenant.ask('PUT', `/v1/leads/${leadId}/variables/service`, { body: { value: 'Trim' } });
  const [slot] = (await tenant.ask('GET', '/v1/workflows/salon-appointment/slots?limit=1')).json().data;
  const booked = await tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt: slot.startAt } });
  return { leadId, chat, slot, appointment: booked.json() };
}

it('answers 204, and the lead with all that hangs on it reads as missing', async () => {
  const { leadId, chat, slot, appointment } = await makeLead();
  expect((await tenant.ask('DELETE', `/v1/leads/${leadId}`)).statusCode).toBe(204);
  const visitor = { key: chat.token };
  const gone: [Parameters<TestTenant['ask']>[0], string, object?][] = [
    ['GET', `/v1/leads/${leadId}`],
    ['PATCH', `/v1/leads/${leadId}`, { body: { name: 'Eve' } }],
    ['DELETE', `/v1/leads/${leadId}`],
    ['PUT', `/v1/leads/${leadId}/variables/service`, { body: { value: 'Updo' } }],
    ['DELETE', `/v1/leads/${leadId}/variables/service`],
    ['GET', `/v1/leads/${leadId}/variable-changes`],
    ['GET', `/v1/leads/${leadId}/actions`],
    ['GET', `/v1/conversations/${chat.conversationId}`],
    ['GET', `/v1/conversations/${chat.conversationId}/messages`],
    ['GET', `/v1/appointments/${appointment.id}`],
    ['PATCH', `/v1/appointments/${appointment.id}`, { body: { startAt: slot.startAt } }],
    ['POST', `/v1/appointments/${appointment.id}/cancel`, { body: {} }],
    ['POST', '/v1/appointments', { body: { leadId, startAt: slot.startAt } }],
    ['GET', appointment.calendarPath, { key: '' }],
    ['GET', `/v1/chat/conversations/${chat.conversationId}/messages`, visitor],
    ['POST', `/v1/chat/conversations/${chat.conversationId}/messages`, { ...visitor, body: { text: 'still there?' } }],
  ];
  for (const [method, url, request] of gone) {
    expect((await tenant.ask(method, url, request)).statusCode, `${method} ${url}`).toBe(404);
  }
  for (const list of ['leads', 'conversations', 'appointments']) {
    expect((await tenant.ask('GET', `/v1/${list}`)).body).not.toContain(leadId);
  }
});

it('frees the time of its appointments, tells of it, and leaves the agent nothing to do', async () => {
  const { leadId, slot, appointment } = await makeLead();
  await tenant.ask('DELETE', `/v1/leads/${leadId}`);
  const slots = (await tenant.ask('GET', '/v1/workflows/salon-appointment/slots?limit=1')).json().data;
  expect(slots[0]).toEqual(slot);
  expect((await eventsOf(tenant, leadId)).slice(-2)).toEqual([
    { type: 'appointment.cancelled', data: { actor: 'api_key', appointmentId: appointment.id } },
    { type: 'lead.deleted', data: { actor: 'api_key' } },
  ]);
  const waiting = await transaction(tenant.ctx, ({ tx }) => tx`select id from stimuli where lead_id = ${leadId}`);
  expect(waiting).toHaveLength(0);
});
