import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

const NOW = new Date('2027-03-13T15:00:00.000Z');
const HOUR_MS = 3_600_000;

let now = NOW.getTime();
let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => new Date(now) } });
  tenant = await addTenant(server, { workflows: [bookingWorkflow()] });
});
afterAll(() => server.stop());

let hour = 0;
/** Each time another hour, so that tests do not get in each other's way. */
async function book() {
  const leadId = (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
  hour += 1;
  const startAt = new Date(NOW.getTime() + hour * HOUR_MS).toISOString();
  const answer = await tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt } });
  expect(answer.statusCode).toBe(201);
  return answer.json();
}
const confirm = (id: string) => tenant.ask('POST', `/v1/appointments/${id}/confirm`);
const read = async (id: string) => (await tenant.ask('GET', `/v1/appointments/${id}`)).json();

it('answers 200 with the appointment confirmed, and tells of it', async () => {
  const before = await book();
  expect(before.confirmedAt).toBeNull();
  const { id, leadId, startAt } = before;
  const { revision } = (await tenant.ask('GET', `/v1/leads/${leadId}`)).json();
  const response = await confirm(id);
  const at = NOW.toISOString();
  expect([response.statusCode, response.json()]).toEqual([200, { ...before, confirmedAt: at, updatedAt: at }]);
  expect(await read(id)).toEqual(response.json());
  expect((await eventsOf(tenant, leadId)).at(-1)).toEqual({
    type: 'appointment.confirmed',
    data: { actor: 'api_key', appointmentId: id, startAt },
  });
  const { data } = (await tenant.ask('GET', `/v1/leads/${leadId}/actions?limit=1`)).json();
  expect(data).toMatchObject([
    { type: 'appointment', appointmentId: id, summary: `The lead confirmed Visit, ${startAt} (UTC)` },
  ]);
  const lead = (await tenant.ask('GET', `/v1/leads/${leadId}`)).json();
  expect([lead.stage, lead.revision > revision]).toEqual(['booked', true]);
});

it('changes nothing the second time, also where two ask at once', async () => {
  const { id, leadId } = await book();
  const [first, other] = await Promise.all([confirm(id), confirm(id)]);
  expect([first.statusCode, other.body]).toEqual([200, first.body]);
  expect((await confirm(id)).body).toBe(first.body);
  const events = (await eventsOf(tenant, leadId)).filter(({ type }) => type === 'appointment.confirmed');
  expect(events).toHaveLength(1);
});

it('is over with a new time, and can be said of that', async () => {
  const { id } = await book();
  await confirm(id);
  hour += 1;
  const startAt = new Date(NOW.getTime() + hour * HOUR_MS).toISOString();
  const moved = await tenant.ask('PATCH', `/v1/appointments/${id}`, { body: { startAt } });
  expect(moved.json()).toMatchObject({ startAt, confirmedAt: null });
  expect((await confirm(id)).json().confirmedAt).toBe(NOW.toISOString());
});

it('goes with the appointment where leads are merged, and with the lead where it is erased', async () => {
  const { id, leadId } = await book();
  await confirm(id);
  const into = (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
  const merged = await tenant.ask('POST', `/v1/leads/${leadId}/merge`, { body: { intoLeadId: into } });
  expect(merged.statusCode).toBe(200);
  expect(await read(id)).toMatchObject({ leadId: into, confirmedAt: NOW.toISOString() });
  expect((await tenant.ask('POST', `/v1/leads/${into}/erase`)).statusCode).toBe(204);
  expect((await tenant.ask('GET', `/v1/appointments/${id}`)).statusCode).toBe(404);
});

it('is refused for what is cancelled, has begun, or is over', async () => {
  const reasonOf = async (id: string) => {
    const { statusCode, json } = await confirm(id);
    return `${statusCode} ${json().reason}`;
  };
  const cancelled = await book();
  await tenant.ask('POST', `/v1/appointments/${cancelled.id}/cancel`);
  expect(await reasonOf(cancelled.id)).toBe('409 not_confirmed');
  const begun = await book();
  now = Date.parse(begun.startAt);
  expect(await reasonOf(begun.id)).toBe('409 already_started');
  for (const outcome of ['no_show', 'completed']) {
    await tenant.ask('POST', `/v1/appointments/${begun.id}/outcome`, { body: { outcome } });
    expect(await reasonOf(begun.id)).toBe('409 not_confirmed');
  }
  expect((await read(begun.id)).confirmedAt).toBeNull();
});
