import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { tagLeads } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

const add = async (body: object = {}) =>
  (await tenant.ask('POST', '/v1/leads', { body: { name: 'Jo', ...body } })).json().id;
const tagsOf = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json().tags;

it('adds a tag in its own spelling, once, and tells of it where it is new', async () => {
  const [a, b] = [await add({ tags: ['VIP'] }), await add({ tags: ['x'] })];
  expect(await tagLeads(tenant.ctx, { tag: 'vip', leadIds: [a, b, b] })).toEqual({ name: 'VIP', leadCount: 2 });
  expect([await tagsOf(a), await tagsOf(b)]).toEqual([['VIP'], ['x', 'VIP']]);
  const changes = async (id: string) =>
    (await eventsOf(tenant, id)).filter(({ type }) => type === 'lead.updated').length;
  expect([await changes(a), await changes(b)]).toEqual([0, 1]);
});

it('tags all or none', async () => {
  const [mine, full] = [await add(), await add({ tags: Array.from({ length: 100 }, (_, n) => `t${n}`) })];
  const test = (await tenant.ask('POST', '/v1/leads', { body: { name: 'T' }, key: tenant.testKey })).json().id;
  const foreign = (await (await addTenant(server)).ask('POST', '/v1/leads', { body: { name: 'F' } })).json().id;
  for (const id of [test, foreign, 'x', mine.replace(/.$/, 'g')]) {
    await expect(tagLeads(tenant.ctx, { tag: 'new', leadIds: [mine, id] })).rejects.toMatchObject({
      code: 'not_found',
    });
  }
  const tooMany = tagLeads(tenant.ctx, { tag: 'new', leadIds: [mine, full] });
  await expect(tooMany).rejects.toMatchObject({ code: 'conflict', reason: 'too_many_tags' });
  const agentId = '01890000-0000-7000-8000-000000000000';
  await expect(tagLeads(tenant.ctx, { tag: 'new', leadIds: [mine], agentId })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await tagsOf(mine)).toEqual([]);
});

it('loses none of many at once', async () => {
  const id = await add();
  const tags = Array.from({ length: 10 }, (_, n) => `many ${n}`);
  await Promise.all(tags.map((tag) => tagLeads(tenant.ctx, { tag, leadIds: [id] })));
  expect((await tagsOf(id)).sort()).toEqual(tags);
});

it('wants the scope', async () => {
  const reader = { ...tenant.ctx, scopes: new Set(['leads:read'] as const) };
  await expect(tagLeads(reader, { tag: 'x', leadIds: [] })).rejects.toMatchObject({ code: 'forbidden' });
});
