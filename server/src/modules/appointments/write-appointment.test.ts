import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { book, bookingTenant, bookingWorkflow, newLead, startsOf } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { applyWorkflow } from '../workflows/index.ts';

/** A Saturday in New York; its clocks go forward in the night to the Sunday. */
const NOW = new Date('2027-03-13T15:00:00.000Z');

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => new Date(NOW) } });
});
afterAll(() => server.stop());

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
    const tenant = await bookingTenant(server, rule);
    const leads = await Promise.all(Array.from({ length: 50 }, () => newLead(tenant)));
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
  const tenant = await bookingTenant(server, { bufferMinutes: 10, slotStepMinutes: 5 });
  expect((await book(tenant, '2027-03-15T10:00:00Z')).statusCode).toBe(201);
  const answer = async (startAt: string) => (await book(tenant, startAt)).statusCode;
  expect(await answer('2027-03-15T10:35:00Z')).toBe(409);
  expect(await answer('2027-03-15T09:25:00Z')).toBe(409);
  expect(await answer('2027-03-15T10:40:00Z')).toBe(201);
  expect(await answer('2027-03-15T09:20:00Z')).toBe(201);
});

it('keeps the buffer that an appointment was booked with when the rule has less of it', async () => {
  const tenant = await bookingTenant(server, { bufferMinutes: 30 });
  await book(tenant, '2027-03-15T10:00:00Z');
  expect((await applyWorkflow(tenant.ctx, bookingWorkflow({ bufferMinutes: 0 }))).change).toBe('updated');
  const offered = await startsOf(tenant, 'fromDate=2027-03-15&toDate=2027-03-15');
  expect(offered).not.toContain('2027-03-15T10:30:00.000Z');
  expect(offered).toContain('2027-03-15T11:00:00.000Z');
  expect((await book(tenant, '2027-03-15T10:30:00Z')).json().reason).toBe('slot_taken');
  expect((await book(tenant, '2027-03-15T11:00:00Z')).statusCode).toBe(201);
});

it('books whatever is offered, also where seats and lengths do not fit end to end', async () => {
  const durations = { field: 'size', minutes: { small: 30, large: 60 } };
  const resources = [{ key: 'room', name: 'Room', capacity: 2 }];
  const tenant = await bookingTenant(server, { slotStepMinutes: 30, durations, resources });
  const bookSized = async (size: string, time: string) => {
    const leadId = await newLead(tenant);
    await tenant.ask('PUT', `/v1/leads/${leadId}/variables/size`, { body: { value: size } });
    const offered = await startsOf(tenant, `leadId=${leadId}&fromDate=2027-03-15&toDate=2027-03-15`);
    expect(offered).toContain(`2027-03-15T${time}:00.000Z`);
    return tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt: `2027-03-15T${time}:00Z` } });
  };
  const first = await bookSized('small', '10:00');
  await bookSized('large', '09:30');
  await bookSized('small', '10:30');
  await tenant.ask('POST', `/v1/appointments/${first.json().id}/cancel`);
  // Nobody sits from ten to eleven on either seat, yet only one at a time is taken.
  expect((await bookSized('large', '10:00')).statusCode).toBe(201);
  const leadId = await newLead(tenant);
  const body = { leadId, startAt: '2027-03-15T10:00:00Z' };
  expect((await tenant.ask('POST', '/v1/appointments', { body })).statusCode).toBe(409);
});

it('takes as long as what is known of the lead says', async () => {
  const durations = { field: 'size', minutes: { small: 15, large: 90 } };
  const tenant = await bookingTenant(server, { durations });
  const leadId = await newLead(tenant);
  await tenant.ask('PUT', `/v1/leads/${leadId}/variables/size`, { body: { value: 'large' } });
  const body = { leadId, startAt: '2027-03-15T09:00:00Z' };
  const { endAt } = (await tenant.ask('POST', '/v1/appointments', { body })).json();
  expect(endAt).toBe('2027-03-15T10:30:00.000Z');
});

it('follows the clocks where they go forward', async () => {
  const hours = { sunday: [{ from: '01:00', to: '04:00' }] };
  const tenant = await bookingTenant(server, { hours, durationMinutes: 60 }, 'America/New_York');
  // The hour from two to three does not exist that night.
  expect(await startsOf(tenant, 'toDate=2027-03-14')).toEqual(['2027-03-14T06:00:00.000Z', '2027-03-14T07:00:00.000Z']);
  expect((await book(tenant, '2027-03-14T03:00:00-04:00')).json()).toMatchObject({
    startAt: '2027-03-14T07:00:00.000Z',
    endAt: '2027-03-14T08:00:00.000Z',
  });
  expect((await book(tenant, '2027-03-14T08:00:00Z')).statusCode).toBe(422);
});

it('lets test leads book without taking a slot from anybody', async () => {
  const tenant = await bookingTenant(server);
  const startAt = '2027-03-15T09:00:00Z';
  const bookTest = async () =>
    tenant.ask('POST', '/v1/appointments', {
      body: { leadId: await newLead(tenant, tenant.testKey), startAt },
      key: tenant.testKey,
    });
  expect((await bookTest()).statusCode).toBe(201);
  expect((await bookTest()).statusCode).toBe(409);
  expect((await book(tenant, startAt)).statusCode).toBe(201);
  expect((await book(tenant, startAt)).statusCode).toBe(409);
  const seen = async (key: string) => (await tenant.ask('GET', '/v1/appointments', { key })).json().data.length;
  expect([await seen(tenant.liveKey), await seen(tenant.testKey)]).toEqual([1, 1]);
});
