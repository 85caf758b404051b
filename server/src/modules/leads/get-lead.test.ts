import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const create = async (body: object = {}) => (await tenant.ask('POST', '/v1/leads', { body })).json();

it('answers 304 without a body while nothing has changed', async () => {
  const { id } = await create();
  const { headers } = await tenant.ask('GET', `/v1/leads/${id}`);
  const again = await tenant.ask('GET', `/v1/leads/${id}`, { headers: { 'if-none-match': String(headers.etag) } });
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', headers.etag]);
});

it('has a new version after each change of the lead or of what is shown with it', async () => {
  const { id } = await create();
  const etag = async () => String((await tenant.ask('GET', `/v1/leads/${id}`)).headers.etag);
  const startAt = (await tenant.ask('GET', '/v1/workflows/salon-appointment/slots?limit=200')).json().data;
  const book = (index: number) => ({ body: { leadId: id, startAt: startAt[index].startAt } });
  const seen = [await etag()];
  const after = async (change: ReturnType<TestTenant['ask']>) => {
    expect((await change).statusCode).toBeLessThan(300);
    const now = await etag();
    expect(seen).not.toContain(now);
    seen.push(now);
    return (await change).json;
  };
  await after(tenant.ask('PATCH', `/v1/leads/${id}`, { body: { name: 'Ada' } }));
  await after(tenant.ask('PUT', `/v1/leads/${id}/variables/service`, { body: { value: 'Trim' } }));
  await after(tenant.ask('DELETE', `/v1/leads/${id}/variables/service`));
  await after(tenant.ask('POST', '/v1/appointments', book(0)));
  await after(tenant.ask('POST', '/v1/appointments', book(100)));
  const appointment = (await tenant.ask('GET', `/v1/leads/${id}`)).json().appointment;
  await after(tenant.ask('PATCH', `/v1/appointments/${appointment.id}`, { body: { startAt: startAt[150].startAt } }));
  await after(tenant.ask('POST', `/v1/appointments/${appointment.id}/cancel`, { body: {} }));
});

it("does not show a live key's leads to a test key, nor the other way", async () => {
  const live = await create({ name: 'Live' });
  const test = (await tenant.ask('POST', '/v1/leads', { body: { name: 'Test' }, key: tenant.testKey })).json();
  expect([live.isTest, test.isTest]).toEqual([false, true]);
  expect((await tenant.ask('GET', `/v1/leads/${live.id}`, { key: tenant.testKey })).statusCode).toBe(404);
  expect((await tenant.ask('GET', `/v1/leads/${test.id}`)).statusCode).toBe(404);
  expect((await tenant.ask('GET', `/v1/leads/${test.id}`, { key: tenant.testKey })).json()).toEqual(test);
});
