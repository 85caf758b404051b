import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

const NOW = new Date('2027-03-13T15:00:00.000Z');
const [NINE, TEN, ELEVEN] = ['2027-03-15T09:00:00.000Z', '2027-03-15T10:00:00.000Z', '2027-03-15T11:00:00.000Z'];

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => new Date(NOW) } });
});
afterAll(() => server.stop());

const people = [
  { key: 'ana', name: 'Ana' },
  { key: 'ben', name: 'Ben' },
];
async function begin(rule: object = {}) {
  tenant = await addTenant(server, { workflows: [bookingWorkflow(rule)] });
}
async function book(startAt: string, resourceKey?: string) {
  const leadId = (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
  const answer = await tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt, resourceKey } });
  expect(answer.statusCode).toBe(201);
  return answer.json();
}
const move = (id: string, body: object) => tenant.ask('PATCH', `/v1/appointments/${id}`, { body });

it('answers 200 with the appointment at its new time and frees the old one', async () => {
  await begin();
  const before = await book(NINE);
  const response = await move(before.id, { startAt: '2027-03-15T12:00:00+02:00' });
  expect(response.statusCode).toBe(200);
  const after = response.json();
  expect(after).toEqual({
    ...before,
    startAt: TEN,
    endAt: '2027-03-15T10:30:00.000Z',
    rescheduledAt: NOW.toISOString(),
    updatedAt: NOW.toISOString(),
  });
  expect((await eventsOf(tenant, before.leadId)).at(-1)).toEqual({
    type: 'appointment.rescheduled',
    data: { actor: 'api_key', appointmentId: before.id, startAt: TEN, previousStartAt: NINE },
  });
  const { data } = (await tenant.ask('GET', `/v1/leads/${before.leadId}/actions?limit=1`)).json();
  expect(data).toMatchObject([{ type: 'appointment', appointmentId: before.id, summary: `Moved Visit, ${TEN} (UTC)` }]);
  await book(NINE);
});

it('may overlap itself, and nobody else', async () => {
  await begin({ slotStepMinutes: 15 });
  const appointment = await book(NINE);
  await book(TEN);
  expect((await move(appointment.id, { startAt: '2027-03-15T09:15:00Z' })).statusCode).toBe(200);
  const refused = await move(appointment.id, { startAt: '2027-03-15T09:45:00Z' });
  expect([refused.statusCode, refused.json().reason]).toEqual([409, 'slot_taken']);
  expect((await tenant.ask('GET', `/v1/appointments/${appointment.id}`)).json().startAt).toBe(
    '2027-03-15T09:15:00.000Z',
  );
});

it('stays with the person it was booked with unless another is named', async () => {
  await begin({ resources: people });
  const appointment = await book(NINE, 'ben');
  expect((await move(appointment.id, { startAt: TEN })).json()).toMatchObject({
    resourceKey: 'ben',
    resourceName: 'Ben',
  });
  await book(ELEVEN, 'ben');
  expect((await move(appointment.id, { startAt: ELEVEN })).statusCode).toBe(409);
  expect((await move(appointment.id, { startAt: ELEVEN, resourceKey: 'ana' })).json().resourceName).toBe('Ana');
});

it('lets one of many have a slot they all move to', async () => {
  await begin();
  const hours = ['01', '02', '03', '04', '05', '06', '07', '08'];
  const appointments = await Promise.all(hours.map((hour) => book(`2027-03-15T${hour}:00:00Z`)));
  const answers = await Promise.all(appointments.map(({ id }) => move(id, { startAt: TEN })));
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, ...Array(7).fill(409)]);
});

it('answers 409 where it is cancelled, 422 where it cannot be booked, 400 where it is no time', async () => {
  await begin({ noticeMinutes: 60 });
  const appointment = await book(NINE);
  const reasonOf = async (startAt: string) => {
    const { statusCode, json } = await move(appointment.id, { startAt });
    return `${statusCode} ${json().reason}`;
  };
  expect(await reasonOf('2027-03-13T15:30:00Z')).toBe('422 slot_too_soon');
  expect((await move(appointment.id, { startAt: 'later' })).statusCode).toBe(400);
  expect((await move(appointment.id, {})).statusCode).toBe(400);
  await tenant.ask('POST', `/v1/appointments/${appointment.id}/cancel`);
  expect(await reasonOf(TEN)).toBe('409 not_confirmed');
});
