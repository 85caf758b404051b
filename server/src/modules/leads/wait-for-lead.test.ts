import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { eventually } from '../../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

const get = async (id: string, wait: number, etag?: string) => {
  const headers = etag === undefined ? {} : { 'if-none-match': etag };
  return tenant.ask('GET', `/v1/leads/${id}?wait=${wait}`, { headers });
};

it('is waited for: answered at once where it is another already, when it changes, and as it is after the time', async () => {
  const created = await tenant.ask('POST', '/v1/leads', { body: { name: 'Ada' } });
  const { id } = created.json();
  const etag = String((await tenant.ask('GET', `/v1/leads/${id}`)).headers.etag);
  expect((await get(id, 30, 'W/"0"')).json().name).toBe('Ada');
  const waiting = [get(id, 30, etag), get(id, 30)];
  let answered = 0;
  for (const response of waiting) void response.then(() => (answered += 1));
  // The one that knows no version may look only after a change, and then waits for the next.
  await eventually(async () => {
    await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { title: String(performance.now()) } });
    return answered;
  }).toBe(2);
  for (const response of await Promise.all(waiting)) {
    expect([response.statusCode, response.json().title]).toEqual([200, expect.any(String)]);
    expect(response.headers.etag).not.toBe(etag);
  }
  const now = String((await tenant.ask('GET', `/v1/leads/${id}`)).headers.etag);
  expect((await get(id, 1, now)).statusCode).toBe(304);
  expect((await get('01890000-0000-7000-8000-000000000000', 30)).statusCode).toBe(404);
});
