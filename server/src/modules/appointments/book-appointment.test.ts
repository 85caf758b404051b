import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { applyWorkflow } from '../workflows/index.ts';

/** A Saturday in New York; its clocks go forward in the night to the Sunday. */
const NOW = new Date('2027-03-13T15:00:00.000Z');

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => new Date(NOW) } });
});
afterAll(() => server.stop());

const tenantWith = (rule: object = {}, timeZone = 'UTC') =>
  addTenant(server, { timeZone, workflows: [bookingWorkflow(rule)] });
const leadOf = async ({ ask }: TestTenant, key?: string): Promise<string> =>
  (await ask('POST', '/v1/leads', { body: {}, ...(key && { key }) })).json().id;
const book = async (tenant: TestTenant, startAt: string, more: object = {}) =>
  tenant.ask('POST', '/v1/appointments', { body: { leadId: await leadOf(tenant), startAt, ...more } });
const starts = async ({ ask }: TestTenant, query = ''): Promise<string[]> =>
  (await ask('GET', `/v1/workflows/booking/slots?${query}`))
    .json()
    .data.map((slot: { startAt: string }) => slot.startAt);

it('answers 201 with the appointment, and the lead reads as booked', async () => {
  const tenant = await tenantWith({ location: { type: 'in_person', details: 'Maple Street 1' } }, 'America/New_York');
  const leadId = await leadOf(tenant);
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
    { type: 'lead.status_changed', data: { actor: 'api_key', runId: run.id, from: 'new', to: 'booked' } },
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

describe('one slot, fifty at once', () => {
  it.each([
    ['one', {}, 1],
    ['the capacity', { resources: [{ key: 'room', name: 'Room', capacity: 4 }] }, 4],
    [
      'each of two people',
      {
        resources: [
          { key: 'ana', name: 'Ana' },
          { key: 'ben', name: 'Ben' },
        ],
      },
      2,
    ],
  ])('goes to %s and no more', async (_who, rule, capacity) => {
    const tenant = await tenantWith(rule);
    const leads = await Promise.all(Array.from({ length: 50 }, () => leadOf(tenant)));
    const startAt = '2027-03-15T10:00:00Z';
    const answers = await Promise.all(
      leads.map((leadId) => tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt } })),
    );
    const booked = answers.filter(({ statusCode }) => statusCode === 201);
    const refused = answers.filter(({ statusCode }) => statusCode === 409).map((answer) => answer.json().reason);
    expect([booked.length, refused.length]).toEqual([capacity, 50 - capacity]);
    expect(new Set(refused)).toEqual(new Set(['slot_taken']));
    const seats = booked.map((answer) => answer.json().resourceKey);
    if (capacity === 2) expect(seats.sort()).toEqual(['ana', 'ben']);
    const { data } = (await tenant.ask('GET', '/v1/appointments?limit=100')).json();
    expect(data).toHaveLength(capacity);
    const stages = (await tenant.ask('GET', '/v1/leads?stage=booked')).json().data;
    expect(stages).toHaveLength(capacity);
  });
});

it('keeps the buffer free before and after', async () => {
  const tenant = await tenantWith({ bufferMinutes: 10, slotStepMinutes: 5 });
  expect((await book(tenant, '2027-03-15T10:00:00Z')).statusCode).toBe(201);
  const answer = async (startAt: string) => (await book(tenant, startAt)).statusCode;
  expect(await answer('2027-03-15T10:35:00Z')).toBe(409);
  expect(await answer('2027-03-15T09:25:00Z')).toBe(409);
  expect(await answer('2027-03-15T10:40:00Z')).toBe(201);
  expect(await answer('2027-03-15T09:20:00Z')).toBe(201);
});

it('keeps the buffer that an appointment was booked with when the rule has less of it', async () => {
  const tenant = await tenantWith({ bufferMinutes: 30 });
  await book(tenant, '2027-03-15T10:00:00Z');
  expect((await applyWorkflow(tenant.ctx, bookingWorkflow({ bufferMinutes: 0 }))).change).toBe('updated');
  const offered = await starts(tenant, 'fromDate=2027-03-15&toDate=2027-03-15');
  expect(offered).not.toContain('2027-03-15T10:30:00.000Z');
  expect(offered).toContain('2027-03-15T11:00:00.000Z');
  expect((await book(tenant, '2027-03-15T10:30:00Z')).json().reason).toBe('slot_taken');
  expect((await book(tenant, '2027-03-15T11:00:00Z')).statusCode).toBe(201);
});

it('books whatever is offered, also where seats and lengths do not fit end to end', async () => {
  const durations = { field: 'size', minutes: { small: 30, large: 60 } };
  const resources = [{ key: 'room', name: 'Room', capacity: 2 }];
  const tenant = await tenantWith({ slotStepMinutes: 30, durations, resources });
  const bookSized = async (size: string, time: string) => {
    const leadId = await leadOf(tenant);
    await tenant.ask('PUT', `/v1/leads/${leadId}/variables/size`, { body: { value: size } });
    const offered = await starts(tenant, `leadId=${leadId}&fromDate=2027-03-15&toDate=2027-03-15`);
    expect(offered).toContain(`2027-03-15T${time}:00.000Z`);
    return tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt: `2027-03-15T${time}:00Z` } });
  };
  const first = await bookSized('small', '10:00');
  await bookSized('large', '09:30');
  await bookSized('small', '10:30');
  await tenant.ask('POST', `/v1/appointments/${first.json().id}/cancel`);
  // Nobody sits from ten to eleven on either seat, yet only one at a time is taken.
  expect((await bookSized('large', '10:00')).statusCode).toBe(201);
  const leadId = await leadOf(tenant);
  const body = { leadId, startAt: '2027-03-15T10:00:00Z' };
  expect((await tenant.ask('POST', '/v1/appointments', { body })).statusCode).toBe(409);
});

it('takes as long as what is known of the lead says', async () => {
  const durations = { field: 'size', minutes: { small: 15, large: 90 } };
  const tenant = await tenantWith({ durations });
  const leadId = await leadOf(tenant);
  await tenant.ask('PUT', `/v1/leads/${leadId}/variables/size`, { body: { value: 'large' } });
  const body = { leadId, startAt: '2027-03-15T09:00:00Z' };
  const { endAt } = (await tenant.ask('POST', '/v1/appointments', { body })).json();
  expect(endAt).toBe('2027-03-15T10:30:00.000Z');
});

it('follows the clocks where they go forward', async () => {
  const hours = { sunday: [{ from: '01:00', to: '04:00' }] };
  const tenant = await tenantWith({ hours, durationMinutes: 60 }, 'America/New_York');
  // The hour from two to three does not exist that night.
  expect(await starts(tenant, 'toDate=2027-03-14')).toEqual(['2027-03-14T06:00:00.000Z', '2027-03-14T07:00:00.000Z']);
  expect((await book(tenant, '2027-03-14T03:00:00-04:00')).json()).toMatchObject({
    startAt: '2027-03-14T07:00:00.000Z',
    endAt: '2027-03-14T08:00:00.000Z',
  });
  expect((await book(tenant, '2027-03-14T08:00:00Z')).statusCode).toBe(422);
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
    const tenant = await tenantWith(rule);
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
  const tenant = await tenantWith();
  const response = await book(tenant, '2027-03-15T09:00:00Z', more);
  expect(response.statusCode).toBe(400);
  expect(response.json().errors).toContainEqual(expect.objectContaining({ pointer }));
});

it('answers 404 for a lead or a workflow that is not there', async () => {
  const tenant = await tenantWith();
  const missing = '01890000-0000-7000-8000-000000000000';
  expect((await book(tenant, '2027-03-15T09:00:00Z', { leadId: missing })).statusCode).toBe(404);
  expect((await book(tenant, '2027-03-15T09:00:00Z', { workflow: 'none' })).statusCode).toBe(404);
});

it('books once for one Idempotency-Key, also at once', async () => {
  const tenant = await tenantWith();
  const leadId = await leadOf(tenant);
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

it('lets test leads book without taking a slot from anybody', async () => {
  const tenant = await tenantWith();
  const startAt = '2027-03-15T09:00:00Z';
  const bookTest = async () =>
    tenant.ask('POST', '/v1/appointments', {
      body: { leadId: await leadOf(tenant, tenant.testKey), startAt },
      key: tenant.testKey,
    });
  expect((await bookTest()).statusCode).toBe(201);
  expect((await bookTest()).statusCode).toBe(409);
  expect((await book(tenant, startAt)).statusCode).toBe(201);
  expect((await book(tenant, startAt)).statusCode).toBe(409);
  const seen = async (key: string) => (await tenant.ask('GET', '/v1/appointments', { key })).json().data.length;
  expect([await seen(tenant.liveKey), await seen(tenant.testKey)]).toEqual([1, 1]);
});

it('leaves a converted lead converted', async () => {
  const tenant = await tenantWith();
  const leadId = await leadOf(tenant);
  await tenant.ask('PATCH', `/v1/leads/${leadId}`, { body: { stage: 'converted' } });
  await tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt: '2027-03-15T09:00:00Z' } });
  expect((await tenant.ask('GET', `/v1/leads/${leadId}`)).json().stage).toBe('converted');
});
