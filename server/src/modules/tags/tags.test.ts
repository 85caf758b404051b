import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
});
afterAll(() => server.stop());

async function makeTenant(...tagged: string[][]) {
  const tenant: TestTenant = await addTenant(server);
  const ids: string[] = [];
  for (const tags of tagged) ids.push((await tenant.ask('POST', '/v1/leads', { body: { tags } })).json().id);
  const list = async (query = '', key = tenant.liveKey) =>
    (await tenant.ask('GET', `/v1/tags${query}`, { key })).json().data;
  const create = (name: string, key = tenant.liveKey) => tenant.ask('POST', '/v1/tags', { body: { name }, key });
  const rename = (name: string, newName: string) => tenant.ask('POST', '/v1/tags/rename', { body: { name, newName } });
  const tagsOf = async (id: string | undefined) => (await tenant.ask('GET', `/v1/leads/${id}`)).json().tags;
  return { tenant, ids, list, create, rename, tagsOf };
}

describe('listTags', () => {
  it('has those that were made and those that leads bear, each once, by name, in the spelling used most', async () => {
    const { tenant, ids, list, create } = await makeTenant(['vip', 'hot'], ['VIP'], ['VIP']);
    expect((await create('Été')).json()).toEqual({ name: 'Été', leadCount: 0 });
    await tenant.ask('POST', '/v1/leads', { body: { tags: ['VIP', 'test'] }, key: tenant.testKey });
    await tenant.ask('DELETE', `/v1/leads/${ids[2]}`);
    await tenant.ask('POST', '/v1/leads', { body: { tags: ['VIP', 'été'] } });
    expect(await list()).toEqual([
      { name: 'hot', leadCount: 1 },
      { name: 'VIP', leadCount: 3 },
      { name: 'Été', leadCount: 1 },
    ]);
    expect(await list('', tenant.testKey)).toEqual([
      { name: 'test', leadCount: 1 },
      { name: 'VIP', leadCount: 1 },
    ]);
  });

  it("counts an agent's leads", async () => {
    const { tenant, ids, list, create } = await makeTenant(['a'], ['b']);
    await create('c');
    const { agentId } = (await tenant.ask('GET', `/v1/leads/${ids[0]}`)).json();
    expect(await list(`?agentId=${agentId}`)).toHaveLength(3);
    expect(await list(`?agentId=${ids[0]}`)).toEqual([{ name: 'c', leadCount: 0 }]);
    expect((await tenant.ask('GET', '/v1/tags?agentId=x')).statusCode).toBe(400);
  });
});

describe('createTag', () => {
  it('refuses one that is there, in any case, and allows a test key its own', async () => {
    const { tenant, create } = await makeTenant(['Borne']);
    expect((await create(' New ')).json()).toEqual({ name: 'New', leadCount: 0 });
    for (const name of ['NEW', 'borne'])
      expect((await create(name)).json()).toMatchObject({ status: 409, reason: 'tag_exists' });
    expect((await create('new', tenant.testKey)).statusCode).toBe(201);
    expect((await create(' ')).statusCode).toBe(400);
    expect((await create('x'.repeat(101))).statusCode).toBe(400);
  });

  it('makes one where many ask at once', async () => {
    const { list, create } = await makeTenant();
    const answers = await Promise.all(['one', 'One', 'ONE', 'one', 'oNe'].map((name) => create(name)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(await list()).toHaveLength(1);
  });
});

describe('renameTag', () => {
  it('renames it on every lead, in its place, and lets their versions rise', async () => {
    const { tenant, ids, list, rename, tagsOf } = await makeTenant(['a', 'Old', 'z'], ['old'], ['other']);
    const before = (await tenant.ask('GET', `/v1/leads/${ids[0]}`)).json().revision;
    expect((await rename('OLD', 'New')).json()).toEqual({ name: 'New', leadCount: 2 });
    expect(await tagsOf(ids[0])).toEqual(['a', 'New', 'z']);
    expect([await tagsOf(ids[1]), await tagsOf(ids[2])]).toEqual([['New'], ['other']]);
    expect((await list()).map(({ name }: { name: string }) => name)).toEqual(['a', 'New', 'other', 'z']);
    expect((await tenant.ask('GET', `/v1/leads/${ids[0]}`)).json().revision).toBe(before + 1);
    const events = await transaction(tenant.ctx, ({ tx }) => tx`select data from events where type = 'tag.renamed'`);
    expect(events).toMatchObject([{ data: { leadCount: 2 } }]);
  });

  it('takes another case of its own name, and refuses the name of another', async () => {
    const { ids, create, rename, tagsOf } = await makeTenant(['old'], ['other']);
    await create('empty');
    expect((await rename('old', 'Old')).statusCode).toBe(200);
    expect(await tagsOf(ids[0])).toEqual(['Old']);
    for (const name of ['Other', 'EMPTY'])
      expect((await rename('old', name)).json()).toMatchObject({ status: 409, reason: 'tag_exists' });
    expect((await rename('nobody', 'somebody')).statusCode).toBe(404);
    expect((await rename('empty', 'full')).json()).toEqual({ name: 'full', leadCount: 0 });
  });
});

it.each([
  ['GET', '/v1/tags', 'leads:read', undefined],
  ['POST', '/v1/tags', 'leads:write', { name: 'a' }],
  ['POST', '/v1/tags/rename', 'leads:write', { name: 'a', newName: 'b' }],
] as const)('%s %s needs %s', async (method, url, scope, body) => {
  const { tenant } = await makeTenant();
  const key = await tenant.keyWith(['keys:write']);
  expect((await tenant.ask(method, url, { key, body })).json()).toMatchObject({ status: 403, scope });
});
