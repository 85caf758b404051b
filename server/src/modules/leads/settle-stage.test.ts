import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { book, bookingWorkflow } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { appendMessage } from '../conversations/index.ts';

const NOW = Date.parse('2027-03-13T15:00:00.000Z');

let server: TestServer;
let tenant: TestTenant;
let passed = 0;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => new Date(NOW + passed) } });
  tenant = await addTenant(server, { workflows: [bookingWorkflow()] });
});
afterAll(() => server.stop());

const HOUR = 3_600_000;
let hour = 0;
/** A lead with an appointment of its own hour; their ids. */
async function booked() {
  hour += 1;
  const response = await book(tenant, new Date(NOW + passed + hour * HOUR).toISOString());
  expect(response.statusCode).toBe(201);
  return response.json();
}
const write = (id: string, stage: string) => tenant.ask('PATCH', `/v1/leads/${id}`, { body: { stage } });
const stageOf = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json().stage;

it.each(['new', 'engaged', 'qualified'])('a lead with an appointment to come does not become %s', async (stage) => {
  const { leadId } = await booked();
  const response = await write(leadId, stage);
  expect([response.statusCode, response.json()]).toMatchObject([409, { reason: 'booked' }]);
  expect(response.json().detail).toContain('Cancel');
  expect(await stageOf(leadId)).toBe('booked');
});

it('an upsert is no way around', async () => {
  const { leadId } = await booked();
  await tenant.ask('PATCH', `/v1/leads/${leadId}`, { body: { externalId: 'around' } });
  const body = { externalId: 'around', stage: 'new' };
  expect((await tenant.ask('PUT', '/v1/leads', { body })).statusCode).toBe(409);
});

it.each(['lost', 'converted'])('but %s, and back to booked while the appointment stands', async (stage) => {
  const { id, leadId } = await booked();
  expect((await write(leadId, stage)).json().stage).toBe(stage);
  expect((await write(leadId, 'qualified')).statusCode).toBe(409);
  expect((await write(leadId, 'booked')).json().stage).toBe('booked');
  await tenant.ask('POST', `/v1/appointments/${id}/cancel`, { body: {} });
  expect((await write(leadId, 'booked')).statusCode).toBe(400);
  expect((await write(leadId, 'engaged')).json().stage).toBe('engaged');
});

it('is free again when the appointment is over', async () => {
  const { leadId } = await booked();
  passed += (hour + 1) * HOUR;
  expect((await write(leadId, 'qualified')).statusCode).toBe(200);
});

it.each([
  ['lost', true, 'engaged'],
  ['converted', true, 'engaged'],
  ['lost', false, 'new'],
])('a lead that was %s and has spoken (%s) starts again as %s', async (stage, hasSpoken, expected) => {
  const { id, conversationId } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  const said = { conversationId, leadId: id, channel: 'api', text: 'Hello' } as const;
  await transaction(tenant.ctx, (ctx) => appendMessage(ctx, { ...said, author: hasSpoken ? 'lead' : 'agent' }));
  await write(id, stage);
  expect((await write(id, 'new')).json().stage).toBe(expected);
  expect((await eventsOf(tenant, id)).at(-1)).toMatchObject({
    type: 'lead.stage_changed',
    data: { from: stage, to: expected },
  });
});
