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

const create = (body: object, key = tenant.liveKey) => tenant.ask('POST', '/v1/campaigns', { body, key });

it('makes campaigns with or without a workflow, and lists them newest first', async () => {
  const plain = (await create({ name: ' Spring ' })).json();
  const made = await create({ name: 'Summer', workflow: 'salon-appointment' });
  expect(made.statusCode).toBe(201);
  expect(plain).toMatchObject({ name: 'Spring', workflow: null });
  expect(made.json()).toMatchObject({ name: 'Summer', workflow: { key: 'salon-appointment' } });
  const first = (await tenant.ask('GET', '/v1/campaigns?limit=1')).json();
  expect(first.data).toEqual([made.json()]);
  const second = (await tenant.ask('GET', `/v1/campaigns?cursor=${first.nextCursor}`)).json();
  expect(second).toEqual({ data: [plain], nextCursor: null });
  expect((await (await addTenant(server)).ask('GET', '/v1/campaigns')).json().data).toEqual([]);
});

it('takes leads', async () => {
  const { id, name } = (await create({ name: 'Autumn' })).json();
  const lead = (await tenant.ask('POST', '/v1/leads', { body: { campaignId: id } })).json();
  expect(lead.campaign).toEqual({ id, name });
});

it('refuses a test key, an unknown workflow, no name, and a key without the scope', async () => {
  expect((await create({ name: 'x' }, tenant.testKey)).json()).toMatchObject({ status: 403, reason: 'test_key' });
  expect((await create({ name: 'x', workflow: 'none' })).statusCode).toBe(404);
  expect((await create({ name: ' ' })).statusCode).toBe(400);
  const key = await tenant.keyWith(['leads:read']);
  expect((await create({ name: 'x' }, key)).json()).toMatchObject({ status: 403, scope: 'workflows:write' });
  expect((await tenant.ask('GET', '/v1/campaigns', { key })).statusCode).toBe(403);
});
