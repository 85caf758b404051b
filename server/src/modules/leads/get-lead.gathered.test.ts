import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { openPool, transaction } from '../../db/database.ts';

let server: TestServer;
let tenants: { readonly tenant: TestTenant; readonly ids: readonly string[] }[];
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenants = [];
  for (let index = 0; index < 6; index += 1) {
    const tenant = await addTenant(server);
    const make = async (key: string) =>
      (await tenant.ask('POST', '/v1/leads', { key, body: { name: tenant.slug } })).json().id;
    tenants.push({ tenant, ids: [await make(tenant.liveKey), await make(tenant.liveKey), await make(tenant.testKey)] });
  }
});
afterAll(() => server.stop());

it('gives each of many callers at once its own leads and nobody else\u2019s, with live and test keys', async () => {
  const requests = tenants.flatMap(({ tenant }) =>
    tenants.flatMap((other) =>
      other.ids.flatMap((id, place) =>
        ([tenant.liveKey, tenant.testKey] as const).map((key) => ({
          tenant,
          id,
          key,
          isTheirs: other.tenant === tenant && (key === tenant.testKey) === (place === 2),
        })),
      ),
    ),
  );
  const answers = await Promise.all(
    requests.map(async ({ tenant, id, key, isTheirs }) => {
      const reply = await tenant.ask('GET', `/v1/leads/${id}`, { key });
      const { name } = reply.json();
      return { is: [reply.statusCode, name], wanted: isTheirs ? [200, tenant.slug] : [404, undefined] };
    }),
  );
  expect(answers.map(({ is }) => is)).toEqual(answers.map(({ wanted }) => wanted));
  expect(answers.filter(({ is }) => is[0] === 200)).toHaveLength(18);
});

it('shows what the last answered write left, however many read meanwhile', async () => {
  const [first] = tenants;
  const [tenant, id] = [first?.tenant, first?.ids[0]];
  for (let round = 0; round < 20; round += 1) {
    const reads = Array.from({ length: 8 }, () => tenant?.ask('GET', `/v1/leads/${id}`));
    await tenant?.ask('PATCH', `/v1/leads/${id}`, { body: { goal: `round ${round}` } });
    expect((await tenant?.ask('GET', `/v1/leads/${id}`))?.json().goal).toBe(`round ${round}`);
    await Promise.all(reads);
  }
});

it('lets everybody else in while the table of leads is locked', async () => {
  const [first, other] = tenants;
  const admin = openPool(server.database.admin, 1);
  const locked = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const lock = admin.begin(async (tx) => {
    await tx`lock table leads in access exclusive mode`;
    locked.resolve();
    await done.promise;
  });
  await locked.promise;
  const reads = first?.ids.map((id) => first.tenant.ask('GET', `/v1/leads/${id}`));
  expect((await other?.tenant.ask('GET', '/v1/workflows'))?.statusCode).toBe(200);
  done.resolve();
  await lock;
  expect((await Promise.all(reads ?? [])).map(({ statusCode }) => statusCode)).toEqual([200, 200, 404]);
  await admin.end();
});

it('is held by row-level security where the statement is wrong: no pair reads under another\u2019s workspace', async () => {
  const [own, other] = tenants;
  const read = (workspaceId = '', id = '') => server.context.db.sql`
    select place, shown::json ->> 'name' as name
    from read_leads(array[${workspaceId}::uuid, ${workspaceId}::uuid], array[${id}::uuid, ${own?.ids[0] ?? ''}::uuid], array[false, false], array[-1, -1], array[-1, -1])`;
  const ownWorkspace = own?.tenant.ctx.workspace.id;
  expect([...(await read(ownWorkspace, other?.ids[0]))]).toEqual([{ place: 2, name: own?.tenant.slug }]);
  // Without a word about the workspace, the view still shows the rows of the one that is set.
  const names = await (own &&
    transaction(own.tenant.ctx, ({ tx }) => tx`select distinct shown::json ->> 'name' as name from lead_views`));
  expect(names?.map(({ name }) => name)).toEqual([own?.tenant.slug]);
  const unset = await server.context.db.sql`select id from lead_views`;
  expect([...unset]).toEqual([]);
});
