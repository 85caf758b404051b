import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventsOf, type TestTenant } from '../../../test/api.ts';
import { bookingTenant, newLead } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await bookingTenant(server, {}, 'Europe/Lisbon');
});
afterAll(() => server.stop());

const DAY_MS = 86_400_000;
const at = (days: number, minutes = 0) => new Date(Date.now() + days * DAY_MS + minutes * 60_000).toISOString();
const send = (body: object, key = tenant.liveKey) => tenant.ask('POST', '/v1/appointments/import', { body, key });
const visit = { title: 'Visit', startAt: at(2), endAt: at(2, 30) };
const entry = (externalEventId: string) => ({ externalCalendarProvider: 'google', externalEventId });

it('keeps what was booked elsewhere, outside the workflow’s own calendar', async () => {
  const leadId = await newLead(tenant);
  const response = await send({ leadId, ...visit, hostName: 'Olga', ...entry('one') });
  expect(response.statusCode).toBe(201);
  const appointment = response.json();
  expect(appointment).toMatchObject({
    ...visit,
    leadId,
    workflowId: null,
    timeZone: 'Europe/Lisbon',
    resourceName: 'Olga',
    status: 'confirmed',
  });
  expect(response.headers.location).toBe(`/v1/appointments/${appointment.id}`);
  const lead = (await tenant.ask('GET', `/v1/leads/${leadId}`)).json();
  expect(lead).toMatchObject({
    stage: 'booked',
    run: { status: { key: 'booked' } },
    appointment: { id: appointment.id },
  });
  expect((await tenant.ask('GET', appointment.calendarPath, { key: '' })).body).toContain('SUMMARY:Visit');
  const ten = await Promise.all(Array.from({ length: 10 }, () => send({ leadId, ...visit, ...entry('one') })));
  expect(new Set(ten.map((one) => one.json().id))).toEqual(new Set([appointment.id]));
  const booked = (await eventsOf(tenant, leadId)).filter(({ type }) => type === 'appointment.booked');
  expect(booked).toHaveLength(1);
  expect((await send({ leadId: await newLead(tenant), ...visit, ...entry('one') })).json()).toMatchObject({
    status: 409,
    reason: 'event_used',
  });
});

it('keeps that the lead has said that it will come', async () => {
  const leadId = await newLead(tenant);
  const { confirmedAt } = (await send({ leadId, ...visit, isConfirmed: true })).json();
  expect(confirmedAt).toEqual(expect.any(String));
  const types = (await eventsOf(tenant, leadId)).map(({ type }) => type);
  expect(types.filter((type) => type.startsWith('appointment.'))).toEqual([
    'appointment.booked',
    'appointment.confirmed',
  ]);
  expect((await send({ leadId, ...visit })).json().confirmedAt).toBeNull();
});

it('books nobody by an appointment that is over', async () => {
  const leadId = await newLead(tenant);
  await send({ leadId, title: 'Past', startAt: at(-2), endAt: at(-2, 30) });
  expect((await tenant.ask('GET', `/v1/leads/${leadId}`)).json()).toMatchObject({
    stage: 'new',
    run: { status: { key: 'new' } },
  });
});

it.each([
  ['an end before the start', { endAt: at(1) }, '#/endAt'],
  ['half a calendar entry', { externalEventId: 'x' }, '#/externalEventId'],
  ['an unknown time zone', { timeZone: 'Mars/Base' }, '#/timeZone'],
])('refuses %s', async (_what, change, pointer) => {
  const response = await send({ leadId: await newLead(tenant), ...visit, ...change });
  expect(response.json()).toMatchObject({ status: 400, errors: [{ pointer }] });
});

it.each(['9999-12-31T00:00:00-14:00', '0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z'])(
  'refuses a time that no calendar has: %s',
  async (startAt) => {
    const leadId = (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
    const body = { leadId, title: 'Visit', startAt, endAt: '9999-12-31T23:59:59-14:00' };
    expect((await tenant.ask('POST', '/v1/appointments/import', { body })).statusCode).toBe(400);
  },
);

it('refuses another key’s lead and a key without the scope', async () => {
  const leadId = await newLead(tenant);
  expect((await send({ leadId, ...visit }, tenant.testKey)).statusCode).toBe(404);
  expect((await send({ leadId, ...visit }, await tenant.keyWith(['leads:write']))).json()).toMatchObject({
    scope: 'appointments:write',
  });
});
