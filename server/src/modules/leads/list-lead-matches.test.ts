import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { country: 'BR' });
});
afterAll(() => server.stop());

const create = async (body: object, key = tenant.liveKey) =>
  (await tenant.ask('POST', '/v1/leads', { body, key })).json();
const matches = async (id: string, key = tenant.liveKey) =>
  (await tenant.ask('GET', `/v1/leads/${id}/matches`, { key })).json().data;

it('lists who shares the e-mail or the phone in any spelling, newest first, and by what', async () => {
  const contact = { email: 'ada@example.com', phone: '+55 11 91234-5678' };
  const lead = await create(contact);
  const byEmail = await create({ email: 'Ada@example.com', stage: 'qualified', name: 'Ada' });
  const byPhone = await create({ phone: '+55 11 1234-5678' });
  const byBoth = await create(contact);
  const gone = await create(contact);
  await tenant.ask('DELETE', `/v1/leads/${gone.id}`);
  await create({ email: 'eve@example.com' });
  const other = await addTenant(server);
  await other.ask('POST', '/v1/leads', { body: contact });
  await create(contact, tenant.testKey);
  const found = await matches(lead.id);
  expect(found).toEqual([
    expect.objectContaining({ id: byBoth.id, matchedBy: ['email', 'phone'] }),
    expect.objectContaining({ id: byPhone.id, matchedBy: ['phone'] }),
    {
      id: byEmail.id,
      name: 'Ada',
      email: 'ada@example.com',
      phone: null,
      stage: 'qualified',
      createdAt: byEmail.createdAt,
      matchedBy: ['email'],
    },
  ]);
});

it('lists none for a lead without contact points, nor for a test lead', async () => {
  const [one] = [await create({}), await create({})];
  expect(await matches(one.id)).toEqual([]);
  const body = { email: 'test@example.com' };
  const test = await create(body, tenant.testKey);
  await create(body, tenant.testKey);
  expect(await matches(test.id, tenant.testKey)).toEqual([]);
});

it('lists them by pages', async () => {
  const leads = await Promise.all(Array.from({ length: 6 }, () => create({ email: 'many@example.com' })));
  const [own, ...others] = leads.map(({ id }) => id).sort();
  const ask = async (query: string) => (await tenant.ask('GET', `/v1/leads/${own}/matches?${query}`)).json();
  const first = await ask('limit=3');
  const second = await ask(`limit=3&cursor=${first.nextCursor}`);
  const seen = [...first.data, ...second.data].map(({ id }: { id: string }) => id);
  expect([seen, second.nextCursor]).toEqual([others.reverse(), null]);
  expect(await ask('cursor=x')).toMatchObject({ status: 400 });
});
