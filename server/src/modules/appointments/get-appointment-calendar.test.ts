import { convertIcsCalendar } from 'ts-ics';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

const NOW = new Date('2027-03-13T15:00:00.000Z');

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => new Date(NOW) } });
  const resources = [{ key: 'ana', name: 'Ana, "the" Great; \\o/' }];
  const rule = { resources, location: { type: 'in_person', details: 'Maple Street 1; rear entrance,\nring twice' } };
  tenant = await addTenant(server, { name: 'Juniper & Söhne', workflows: [bookingWorkflow(rule)] });
});
afterAll(() => server.stop());

async function book(startAt: string) {
  const leadId = (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
  return (await tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt } })).json();
}
async function read(path: string) {
  const response = await server.app.inject({ url: path });
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toBe('text/calendar; charset=utf-8');
  const calendar = convertIcsCalendar(undefined, response.body);
  expect(calendar.events).toHaveLength(1);
  return { text: response.body, calendar, event: calendar.events?.[0] };
}

it('is a calendar that others can read, without a key', async () => {
  const { uid, calendarPath } = await book('2027-03-28T00:30:00+01:00');
  const { text, calendar, event } = await read(calendarPath);
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  expect(calendar).toMatchObject({ version: '2.0', method: 'PUBLISH' });
  expect(event).toMatchObject({
    uid,
    status: 'CONFIRMED',
    start: { date: new Date('2027-03-27T23:30:00Z') },
    end: { date: new Date('2027-03-28T00:00:00Z') },
    stamp: { date: NOW },
    summary: 'Visit with Ana, "the" Great; \\o/, Juniper & Söhne',
  });
  expect(text.replaceAll('\r\n ', '')).toContain('LOCATION:Maple Street 1\\; rear entrance\\,\\nring twice');
});

it('keeps its uid and counts on through moves and the cancellation', async () => {
  const { id, uid, calendarPath } = await book('2027-03-15T09:00:00Z');
  const versions = [await read(calendarPath)];
  for (const startAt of ['2027-03-15T11:00:00Z', '2027-03-16T08:30:00Z']) {
    await tenant.ask('PATCH', `/v1/appointments/${id}`, { body: { startAt } });
    versions.push(await read(calendarPath));
  }
  await tenant.ask('POST', `/v1/appointments/${id}/cancel`);
  versions.push(await read(calendarPath));
  expect(versions.map(({ event }) => event?.uid)).toEqual([uid, uid, uid, uid]);
  // The reader takes a SEQUENCE of 0 for none.
  expect(versions.map(({ text }) => /^SEQUENCE:(\d+)\r$/m.exec(text)?.[1])).toEqual(['0', '1', '2', '3']);
  expect(versions.map(({ event }) => event?.status)).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'CANCELLED']);
  expect(versions.map(({ calendar }) => calendar.method)).toEqual(['PUBLISH', 'PUBLISH', 'PUBLISH', 'CANCEL']);
  expect(versions.map(({ event }) => event?.start.date.toISOString())).toEqual([
    '2027-03-15T09:00:00.000Z',
    '2027-03-15T11:00:00.000Z',
    '2027-03-16T08:30:00.000Z',
    '2027-03-16T08:30:00.000Z',
  ]);
});

it('answers 404 for a uid that nobody has, and 400 for what is none', async () => {
  expect((await server.app.inject({ url: `/v1/calendar/${'A'.repeat(22)}.ics` })).statusCode).toBe(404);
  for (const name of ['x.ics', `${'A'.repeat(22)}`, `${'A'.repeat(22)}.txt`, '%00.ics']) {
    expect((await server.app.inject({ url: `/v1/calendar/${name}` })).statusCode, name).toBe(400);
  }
});
