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

const create = async (body: object) => (await tenant.ask('POST', '/v1/leads', { body })).json();
const upsert = (body: object) => tenant.ask('PUT', '/v1/leads', { body });
const merge = async (id: string, intoLeadId: string) =>
  expect((await tenant.ask('POST', `/v1/leads/${id}/merge`, { body: { intoLeadId } })).statusCode).toBe(200);

let persons = 0;
/** Two leads of one person, the first merged into the second, each with contact points of its own. */
async function mergedPair() {
  persons += 1;
  const points = (who: string) => ({
    externalId: `${who}-${persons}`,
    email: `${who}-${persons}@example.com`,
    phone: `+1415555${who === 'a' ? '01' : '02'}${String(persons).padStart(2, '0')}`,
  });
  const [a, b] = [await create(points('a')), await create(points('b'))];
  await merge(a.id, b.id);
  return { a, b };
}

it.each(['externalId', 'email', 'phone'] as const)('a merged person is known by its former %s', async (by) => {
  const { a, b } = await mergedPair();
  const response = await upsert({ [by]: a[by], goal: 'buy' });
  const { externalId, email, phone } = b;
  expect(response.json()).toMatchObject({
    lead: { id: b.id, externalId, email, phone, goal: 'buy' },
    existed: true,
    kept: [],
  });
  expect((await upsert({ [by]: b[by] })).json().lead.id).toBe(b.id);
});

it('over any number of merges, and takes what the survivor lacks', async () => {
  const { a, b } = await mergedPair();
  const last = await create({ name: 'Last' });
  await merge(b.id, last.id);
  await tenant.ask('PATCH', `/v1/leads/${last.id}`, { body: { phone: null } });
  const { lead } = (await upsert({ email: a.email, phone: a.phone })).json();
  expect(lead).toMatchObject({ id: last.id, email: b.email, phone: a.phone });
});

it('comes after a living lead that has the contact point itself', async () => {
  const { a } = await mergedPair();
  const living = await create({ email: a.email });
  expect((await upsert({ email: a.email })).json().lead.id).toBe(living.id);
});

it('is a conflict where the other contact point is somebody else’s', async () => {
  const { a, b } = await mergedPair();
  const other = await create({ externalId: `other-${a.id}` });
  const response = await upsert({ externalId: other.externalId, email: a.email });
  expect([response.statusCode, response.json().leadIds]).toEqual([409, [other.id, b.id]]);
});

it('is found by who asks for a lead of its own, and by many at once', async () => {
  const { a, b } = await mergedPair();
  const response = await tenant.ask('POST', '/v1/leads', { body: { email: a.email, unique: ['email'] } });
  expect([response.statusCode, response.json()]).toMatchObject([409, { reason: 'duplicate_lead', leadId: b.id }]);
  const all = await Promise.all([upsert({ email: a.email }), upsert({ email: b.email }), upsert({ phone: a.phone })]);
  expect(all.map((one) => one.json().lead.id)).toEqual([b.id, b.id, b.id]);
});

it('is somebody new where the survivor was deleted, the merge undone, or the workspace is another', async () => {
  const { a, b } = await mergedPair();
  const other = await addTenant(server);
  expect((await other.ask('PUT', '/v1/leads', { body: { email: a.email } })).json().existed).toBe(false);
  const body = { email: a.email };
  const test = await tenant.ask('PUT', '/v1/leads', { body, key: tenant.testKey });
  expect(test.json().existed).toBe(false);
  await tenant.ask('DELETE', `/v1/leads/${b.id}`);
  const fresh = (await upsert(body)).json();
  expect(fresh.existed).toBe(false);
  const second = await mergedPair();
  await tenant.ask('POST', `/v1/leads/${second.a.id}/unmerge`);
  expect((await upsert({ email: second.a.email })).json().lead.id).toBe(second.a.id);
});
