import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

const NOW = new Date('2027-03-13T15:00:00.000Z');

let server: TestServer;
let tenant: TestTenant;
const made: { id: string; leadId: string }[] = [];
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => new Date(NOW) } });
  const resources = [
    { key: 'ana', name: 'Ana' },
    { key: 'ben', name: 'Ben', when: { field: 'size', operator: '=', value: 'large' } },
  ];
  const durations = { field: 'size', minutes: { small: 30, large: 120 } };
  tenant = await addTenant(server, { workflows: [bookingWorkflow({ resources, durations })] });
  for (const hour of ['09', '11', '10']) {
    const leadId = (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
    const body = { leadId, startAt: `2027-03-15T${hour}:00:00Z` };
    made.push((await tenant.ask('POST', '/v1/appointments', { body })).json());
  }
  await tenant.ask('POST', `/v1/appointments/${made[1]?.id}/cancel`);
});
afterAll(() => server.stop());

describe('listAppointments', () => {
  const found = async (query: string) =>
    (await tenant.ask('GET', `/v1/appointments?${query}`))
      .json()
      .data.map(({ id }: { id: string }) => made.findIndex((one) => one.id === id));

  it.each([
    ['', [2, 1, 0]],
    ['status=confirmed', [2, 0]],
    ['status=cancelled', [1]],
    ['status=no_show', []],
    ['startsAfter=2027-03-15T09:00:00Z', [2, 1]],
    ['startsBefore=2027-03-15T10:00:00Z', [0]],
    ['startsAfter=2027-03-15T10:00:00%2B01:00&status=confirmed', [2]],
    ['startsAfter=0001-01-01T00:00:00Z', [2, 1, 0]],
  ])('?%s finds %j', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('finds those of a lead', async () => {
    expect(await found(`leadId=${made[2]?.leadId}`)).toEqual([2]);
    expect(await found('leadId=01890000-0000-7000-8000-000000000000')).toEqual([]);
  });

  it('pages', async () => {
    const first = (await tenant.ask('GET', '/v1/appointments?limit=2')).json();
    const second = (await tenant.ask('GET', `/v1/appointments?limit=2&cursor=${first.nextCursor}`)).json();
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(made.map(({ id }) => id).reverse());
    expect(second.nextCursor).toBeNull();
  });

  it.each(['status=gone', 'leadId=1', 'limit=0', 'limit=101', 'cursor=x', 'startsAfter=now', 'colour=red'])(
    '?%s is a 400',
    async (query) => {
      expect((await tenant.ask('GET', `/v1/appointments?${query}`)).statusCode).toBe(400);
    },
  );
});

describe('listSlots', () => {
  const slots = async (query: string) => (await tenant.ask('GET', `/v1/workflows/booking/slots?${query}`)).json().data;
  const day = 'fromDate=2027-03-15&toDate=2027-03-15';

  it('leaves out what is taken and offers what was cancelled', async () => {
    const starts = (await slots(day)).map(({ startAt }: { startAt: string }) => startAt.slice(11, 16));
    expect(starts).toHaveLength(46);
    expect(starts).not.toContain('09:00');
    expect(starts).not.toContain('10:00');
    expect(starts).toContain('11:00');
  });

  it('offers what can be booked for a lead by what is known of it', async () => {
    const leadId = (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
    await tenant.ask('PUT', `/v1/leads/${leadId}/variables/size`, { body: { value: 'large' } });
    const offered = await slots(`leadId=${leadId}&fromDate=2027-03-15&resourceKey=ben&limit=1`);
    expect(offered).toEqual([
      {
        startAt: '2027-03-15T00:00:00.000Z',
        endAt: '2027-03-15T02:00:00.000Z',
        resourceKey: 'ben',
        resourceName: 'Ben',
      },
    ]);
    expect(await slots('resourceKey=ben')).toEqual([]);
  });

  it('takes a workflow by its id, up to the limit, fifty unless asked otherwise', async () => {
    const { run } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
    const byId = (await tenant.ask('GET', `/v1/workflows/${run.workflowId}/slots?limit=3`)).json().data;
    expect(byId).toEqual((await slots('')).slice(0, 3));
    expect((await slots('')).length).toBe(50);
  });

  it('answers 404 for an unknown workflow or lead, 422 for one that books nothing', async () => {
    const other = await addTenant(server, { shipped: ['business-loan-documents'] });
    const status = async (url: string) => (await other.ask('GET', url)).statusCode;
    expect(await status('/v1/workflows/none/slots')).toBe(404);
    expect(await status('/v1/workflows/business-loan-documents/slots')).toBe(422);
    const foreign = await tenant.ask('GET', '/v1/workflows/booking/slots?leadId=01890000-0000-7000-8000-000000000000');
    expect(foreign.statusCode).toBe(404);
  });

  it.each(['fromDate=soon', 'fromDate=2027-02-30', 'toDate=2027-3-1', 'limit=0', 'limit=501', 'leadId=1', 'from=x'])(
    '?%s is a 400',
    async (query) => {
      expect((await tenant.ask('GET', `/v1/workflows/booking/slots?${query}`)).statusCode).toBe(400);
    },
  );
});
