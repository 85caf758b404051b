import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

const NOW = new Date('2027-03-13T15:00:00.000Z');

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => new Date(NOW) } });
  tenant = await addTenant(server, { workflows: [bookingWorkflow()] });
});
afterAll(() => server.stop());

let hour = 0;
/** Each time another hour, so that tests do not get in each other's way. */
async function book(leadId?: string) {
  const id = leadId ?? (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
  hour += 1;
  const startAt = new Date(NOW.getTime() + hour * 3_600_000).toISOString();
  const answer = await tenant.ask('POST', '/v1/appointments', { body: { leadId: id, startAt } });
  expect(answer.statusCode).toBe(201);
  return answer.json();
}
const cancel = (id: string, body?: object) => tenant.ask('POST', `/v1/appointments/${id}/cancel`, { body });
const lead = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json();

it('answers 200 with the appointment cancelled, and frees its time', async () => {
  const before = await book();
  const response = await cancel(before.id, { reason: 'ill' });
  expect(response.statusCode).toBe(200);
  const now = NOW.toISOString();
  expect(response.json()).toEqual({
    ...before,
    status: 'cancelled',
    cancelledAt: now,
    cancellationReason: 'ill',
    updatedAt: now,
  });
  const other = (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
  const body = { leadId: other, startAt: before.startAt };
  expect((await tenant.ask('POST', '/v1/appointments', { body })).statusCode).toBe(201);
});

it('needs no body, and changes nothing the second time', async () => {
  const { id, leadId } = await book();
  const first = await cancel(id);
  expect([first.statusCode, first.json().cancellationReason]).toEqual([200, 'cancelled by API']);
  const events = await eventsOf(tenant, leadId);
  const second = await cancel(id, { reason: 'again' });
  expect([second.statusCode, second.body]).toEqual([200, first.body]);
  expect(await eventsOf(tenant, leadId)).toEqual(events);
});

it('leaves no run booked whose workflow has no status of those that are qualified', async () => {
  const { text, fileName } = bookingWorkflow();
  const file = JSON.parse(text);
  const statuses = file.statuses.filter(({ key }: { key: string }) => key !== 'ready');
  const own = await addTenant(server, {
    timeZone: 'UTC',
    workflows: [{ fileName, text: JSON.stringify({ ...file, statuses }) }],
  });
  const leadId = (await own.ask('POST', '/v1/leads', { body: {} })).json().id;
  const startAt = new Date(NOW.getTime() + 3_600_000).toISOString();
  const { id } = (await own.ask('POST', '/v1/appointments', { body: { leadId, startAt } })).json();
  await own.ask('POST', `/v1/appointments/${id}/cancel`);
  const { stage, run } = (await own.ask('GET', `/v1/leads/${leadId}`)).json();
  expect([stage, run.status.key]).toEqual(['qualified', 'new']);
});

it('lets the lead and its run fall back to qualified, and tells of it', async () => {
  const { id, leadId } = await book();
  await cancel(id, { reason: 'ill' });
  const { stage, run, appointment } = await lead(leadId);
  expect([stage, run.status.key, appointment.status]).toEqual(['qualified', 'ready', 'cancelled']);
  expect((await eventsOf(tenant, leadId)).slice(-3)).toMatchObject([
    { type: 'lead.stage_changed', data: { from: 'booked', to: 'qualified' } },
    { type: 'lead.status_changed', data: { from: 'booked', to: 'ready' } },
    { type: 'appointment.cancelled', data: { appointmentId: id } },
  ]);
  const { data } = (await tenant.ask('GET', `/v1/leads/${leadId}/actions?limit=1`)).json();
  expect(data[0].summary).toMatch(/^Cancelled Visit, .*: ill$/);
});

it('leaves a lead booked that has another appointment to come', async () => {
  const first = await book();
  await book(first.leadId);
  await cancel(first.id);
  const { stage, run } = await lead(first.leadId);
  expect([stage, run.status.key]).toEqual(['booked', 'booked']);
});

it.each(['converted', 'lost'])('leaves a lead %s that was set so meanwhile', async (stage) => {
  const { id, leadId } = await book();
  await tenant.ask('PATCH', `/v1/leads/${leadId}`, { body: { stage } });
  await cancel(id);
  expect((await lead(leadId)).stage).toBe(stage);
});

it.each([[{ reason: '' }], [{ reason: 5 }], [{ why: 'x' }], [{ reason: 'x'.repeat(501) }]])(
  'refuses %j with a 400',
  async (body) => {
    const { id } = await book();
    expect((await cancel(id, body)).statusCode).toBe(400);
    expect((await tenant.ask('GET', `/v1/appointments/${id}`)).json().status).toBe('confirmed');
  },
);
