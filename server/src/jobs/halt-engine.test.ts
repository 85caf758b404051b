import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, countBlocked, type TestTenant } from '../../test/api.ts';
import { questions } from '../../test/people.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { workflows: [questions] });
});
afterAll(() => server.stop());

it.each([
  ['a workspace', '/v1/workspace', { isStopped: true }],
  ['a workflow', '/v1/workflows/questions', { isPaused: true }],
])('%s is stopped after what the engine had begun there, and before what it has not', async (_what, path, body) => {
  const { sql } = server.context.db;
  const other = await addTenant(server, { workflows: [questions] });
  const work = (of: TestTenant) => sql`select work_in_workspace(${of.ctx.workspace.id})`;
  let stopping: ReturnType<TestTenant['ask']> | undefined;
  await sql.begin(async (turn) => {
    await turn`select work_in_workspace(${tenant.ctx.workspace.id})`;
    stopping = tenant.ask('PATCH', path, { body });
    await expect.poll(() => countBlocked(server), { interval: 5, timeout: 10_000 }).toBe(1);
    // Others go on, and a turn that would begin waits for the stop.
    await work(other);
    const later = work(tenant);
    const begun = later.execute();
    await expect.poll(() => countBlocked(server), { interval: 5, timeout: 10_000 }).toBe(2);
    return { begun: [begun] };
  });
  expect((await stopping)?.statusCode).toBe(200);
  expect(await countBlocked(server)).toBe(0);
});

it('is stopped also where a turn hangs', async () => {
  const { sql } = server.context.db;
  const own = await addTenant(server, { workflows: [questions] });
  await sql.begin(async (turn) => {
    await turn`select work_in_workspace(${own.ctx.workspace.id})`;
    const stopped = await own.ask('PATCH', '/v1/workspace', { body: { isStopped: true } });
    expect([stopped.statusCode, stopped.json().isStopped]).toEqual([200, true]);
  });
});
