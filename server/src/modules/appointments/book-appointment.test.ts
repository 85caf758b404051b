import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf } from '../../../test/api.ts';
import { book, bookingTenant, newLead } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

/** A Saturday in New York; its clocks go forward in the night to the Sunday. */
const NOW = new Date('2027-03-13T15:00:00.000Z');

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => new Date(NOW) } });
});
afterAll(() => server.stop());

it('answers 201 with the appointment, and the lead reads as booked', async () => {
  const tenant = await bookingTenant(
    server,
    { location: { type: 'in_person', details: 'Maple Street 1' } },
    'America/New_York',
  );
  const leadId = await newLead(tenant);
  const body = { leadId, startAt: '2027-03-14T10:00:00-04:00', notes: 'brings a dog' };
  const response = await tenant.ask('POST', '/v1/appointments', { body });
  expect(response.statusCode).toBe(201);
  const appointment = response.json();
  expect(response.headers.location).toBe(`/v1/appointments/${appointment.id}`);
  const { run, conversationId, ...lead } = (await tenant.ask('GET', `/v1/leads/${leadId}`)).json();
  expect(appointment).toMatchObject({
    leadId,
    conversationId,
    runId: run.id,
    workflowId: run.workflowId,
    resourceKey: null,
    title: 'Visit',
    startAt: '2027-03-14T14:00:00.000Z',
    endAt: '2027-03-14T14:30:00.000Z',
    timeZone: 'America/New_York',
    status: 'confirmed',
    locationType: 'in_person',
    locationDetails: 'Maple Street 1',
    notes: 'brings a dog',
    calendarPath: `/v1/calendar/${appointment.uid}.ics`,
    cancelledAt: null,
  });
  expect(lead).toMatchObject({ stage: 'booked', appointment: { id: appointment.id, startAt: appointment.startAt } });
  expect(run.status.key).toBe('booked');
  expect((await tenant.ask('GET', `/v1/appointments/${appointment.id}`)).json()).toEqual(appointment);
  expect((await eventsOf(tenant, leadId)).slice(3)).toEqual([
    { type: 'lead.stage_changed', data: { actor: 'api_key', from: 'new', to: 'booked' } },
    {
      type: 'lead.status_changed',
      data: { actor: 'api_key', runId: run.id, from: 'new', to: 'booked', reason: 'appointment booked' },
    },
    {
      type: 'appointment.booked',
      data: { actor: 'api_key', appointmentId: appointment.id, startAt: appointment.startAt },
    },
  ]);
  const { data } = (await tenant.ask('GET', `/v1/leads/${leadId}/actions?limit=1`)).json();
  expect(data).toMatchObject([
    {
      type: 'appointment',
      appointmentId: appointment.id,
      summary: 'Booked Visit, 2027-03-14T14:00:00.000Z (America/New_York)',
    },
  ]);
});

describe('refuses with 422', () => {
  const rule = {
    noticeMinutes: 120,
    horizonDays: 3,
    hours: { saturday: [{ from: '09:00', to: '18:00' }], monday: [{ from: '09:00', to: '12:00' }] },
    closures: [],
    resources: [{ key: 'ana', name: 'Ana' }],
  };
  it.each([
    ['2027-03-13T16:30:00Z', {}, 'slot_too_soon'],
    ['2027-03-12T10:00:00Z', {}, 'slot_too_soon'],
    ['2027-03-15T12:00:00Z', {}, 'slot_outside_hours'],
    ['2027-03-15T11:45:00Z', {}, 'slot_outside_hours'],
    ['2027-03-14T10:00:00Z', {}, 'slot_closed'],
    ['2027-03-22T10:00:00Z', {}, 'slot_too_far'],
    ['2027-03-15T09:10:00Z', {}, 'slot_off_grid'],
    ['2027-03-15T09:00:01Z', {}, 'slot_off_grid'],
    ['2027-03-15T09:00:00Z', { resourceKey: 'zoe' }, 'slot_unknown_resource'],
  ])('%s %j as %s', async (startAt, more, reason) => {
    const tenant = await bookingTenant(server, rule);
    const response = await book(tenant, startAt, more);
    expect([response.statusCode, response.json().reason]).toEqual([422, reason]);
  });

  it('a lead without a workflow that books', async () => {
    const tenant = await addTenant(server, { shipped: ['business-loan-documents'] });
    const response = await book(tenant, '2027-03-15T09:00:00Z');
    expect([response.statusCode, response.json().reason]).toEqual([422, 'no_booking_rule']);
  });
});

it.each([
  [{ startAt: 'tomorrow' }, '#/startAt'],
  [{ startAt: '2027-03-15 09:00' }, '#/startAt'],
  [{ startAt: null }, '#/startAt'],
  [{ leadId: '1' }, '#/leadId'],
  [{ when: 'now' }, '#/when'],
  [{ notes: 7 }, '#/notes'],
  [{ resourceKey: 1 }, '#/resourceKey'],
])('refuses %j with a 400 that names %s', async (more, pointer) => {
  const tenant = await bookingTenant(server);
  const response = await book(tenant, '2027-03-15T09:00:00Z', more);
  expect(response.statusCode).toBe(400);
  expect(response.json().errors).toContainEqual(expect.objectContaining({ pointer }));
});

it('answers 404 for a lead or a workflow that is not there', async () => {
  const tenant = await bookingTenant(server);
  const missing = '01890000-0000-7000-8000-000000000000';
  expect((await book(tenant, '2027-03-15T09:00:00Z', { leadId: missing })).statusCode).toBe(404);
  expect((await book(tenant, '2027-03-15T09:00:00Z', { workflow: 'none' })).statusCode).toBe(404);
});

it('books once for one Idempotency-Key, also at once', async () => {
  const tenant = await bookingTenant(server);
  const leadId = await newLead(tenant);
  const send = (startAt: string) =>
    tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt }, headers: { 'idempotency-key': 'visit' } });
  const answers = await Promise.all(Array.from({ length: 10 }, () => send('2027-03-15T09:00:00Z')));
  const created = answers.filter(({ statusCode }) => statusCode === 201);
  expect(created.length).toBeGreaterThan(0);
  expect(answers.filter(({ statusCode }) => statusCode === 409).length).toBe(10 - created.length);
  expect(new Set(created.map(({ body }) => body)).size).toBe(1);
  expect((await send('2027-03-15T09:00:00Z')).body).toBe(created[0]?.body);
  expect((await send('2027-03-15T10:00:00Z')).statusCode).toBe(422);
  expect((await tenant.ask('GET', '/v1/appointments')).json().data).toHaveLength(1);
});

it('leaves a converted lead converted', async () => {
  const tenant = await bookingTenant(server);
  const leadId = await newLead(tenant);
  await tenant.ask('PATCH', `/v1/leads/${leadId}`, { body: { stage: 'converted' } });
  await tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt: '2027-03-15T09:00:00Z' } });
  expect((await tenant.ask('GET', `/v1/leads/${leadId}`)).json().stage).toBe('converted');
});
