import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

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
  return { tenant, ids, list, create };
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

  it('comes by pages, the cursor being a place among the names', async () => {
    const { tenant, create } = await makeTenant(['b', 'D'], ['d', 'Ä'.repeat(100)]);
    await create('a');
    await create('C');
    const page = async (query: string) => (await tenant.ask('GET', `/v1/tags?${query}`)).json();
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 1; ; pages += 1) {
      const { data, nextCursor } = await page(`limit=2${cursor}`);
      seen.push(...data.map(({ name, leadCount }: { name: string; leadCount: number }) => `${name[0]}${leadCount}`));
      cursor = `&cursor=${nextCursor}`;
      if (pages === 1) await create('0 before all');
      if (nextCursor !== null) continue;
      expect(pages).toBe(3);
      break;
    }
    expect(seen).toEqual(['a0', 'b1', 'C0', 'D2', 'Ä1']);
    const all = await page('limit=6');
    expect([all.data.length, all.nextCursor]).toEqual([6, null]);
    const whole = await page(`limit=1&cursor=${Buffer.from('ä'.repeat(100)).toString('base64url')}`);
    expect(whole).toEqual({ data: [], nextCursor: null });
    for (const wrong of ['', '%00', 'YWI=', 'AA', 'x'.repeat(601)])
      expect((await tenant.ask('GET', `/v1/tags?cursor=${wrong}`)).statusCode).toBe(400);
  });

  it('follows what becomes of the leads', async () => {
    const { tenant, ids, list } = await makeTenant(['a', 'b'], ['a'], ['c']);
    const [one = '', other = '', third = ''] = ids;
    await tenant.ask('PATCH', `/v1/leads/${one}`, { body: { tags: ['B', 'd'] } });
    expect(await list()).toEqual([
      { name: 'a', leadCount: 1 },
      { name: 'B', leadCount: 1 },
      { name: 'c', leadCount: 1 },
      { name: 'd', leadCount: 1 },
    ]);
    const merge = await tenant.ask('POST', `/v1/leads/${other}/merge`, { body: { intoLeadId: one } });
    expect([merge.statusCode, merge.body]).toEqual([200, expect.any(String)]);
    expect((await tenant.ask('POST', `/v1/leads/${third}/erase`)).statusCode).toBe(204);
    expect(
      (await list()).map(({ name, leadCount }: { name: string; leadCount: number }) => `${name}${leadCount}`),
    ).toEqual(['a1', 'B1', 'd1']);
    const found = async (tag: string) => (await tenant.ask('GET', `/v1/leads?tag=${tag}`)).json().data.length;
    expect([await found('A'), await found('b'), await found('c')]).toEqual([1, 1, 0]);
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

  it('answers again as before where it is sent again', async () => {
    const { tenant } = await makeTenant();
    const ask = (name: string) =>
      tenant.ask('POST', '/v1/tags', { body: { name }, headers: { 'idempotency-key': 'tag-1' } });
    expect([(await ask('one')).statusCode, (await ask('one')).statusCode]).toEqual([201, 201]);
    expect((await ask('two')).statusCode).toBe(422);
  });

  it('makes one where many ask at once', async () => {
    const { list, create } = await makeTenant();
    const answers = await Promise.all(['one', 'One', 'ONE', 'one', 'oNe'].map((name) => create(name)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(await list()).toHaveLength(1);
  });
});

it.each([
  ['GET', '/v1/tags', 'leads:read', undefined],
  ['POST', '/v1/tags', 'leads:write', { name: 'a' }],
] as const)('%s %s needs %s', async (method, url, scope, body) => {
  const { tenant } = await makeTenant();
  const key = await tenant.keyWith(['keys:write']);
  expect((await tenant.ask(method, url, { key, body })).json()).toMatchObject({ status: 403, scope });
});
