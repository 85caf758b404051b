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
  const mayWork = async (of: TestTenant) =>
    (await sql<{ may: boolean }[]>`select work_in_workspace(${of.ctx.workspace.id}) as may`)[0]?.may;
  let stopping: ReturnType<TestTenant['ask']> | undefined;
  await sql.begin(async (turn) => {
    await turn`select work_in_workspace(${tenant.ctx.workspace.id})`;
    stopping = tenant.ask('PATCH', path, { body });
    await expect.poll(() => countBlocked(server), { interval: 5, timeout: 10_000 }).toBe(1);
    // Others go on, and a turn that would begin does not, nor does it wait.
    expect(await mayWork(other)).toBe(true);
    expect(await mayWork(tenant)).toBe(false);
  });
  expect((await stopping)?.statusCode).toBe(200);
  expect(await countBlocked(server)).toBe(0);
  expect(await mayWork(tenant)).toBe(true);
});

it('is stopped also where a turn hangs, and no other begins meanwhile', async () => {
  const { sql } = server.context.db;
  const own = await addTenant(server, { workflows: [questions] });
  const begun: boolean[] = [];
  await sql.begin(async (turn) => {
    await turn`select work_in_workspace(${own.ctx.workspace.id})`;
    let isOver = false;
    const stopping = own.ask('PATCH', '/v1/workspace', { body: { isStopped: true } }).finally(() => {
      isOver = true;
    });
    await expect.poll(() => countBlocked(server), { interval: 5, timeout: 10_000 }).toBe(1);
    while (!isOver) {
      // As a turn does: first whether it may begin, then whether it may speak.
      await sql.begin(async (next) => {
        await next`select set_config('foyer.workspace_id', ${own.ctx.workspace.id}, true)`;
        const [engine] = await next<{ may: boolean }[]>`select work_in_workspace(${own.ctx.workspace.id}) as may`;
        const [read] = await next<{ isStopped: boolean }[]>`select is_stopped from workspaces`;
        if (engine?.may) begun.push(read?.isStopped ?? false);
      });
    }
    const stopped = await stopping;
    expect([stopped.statusCode, stopped.json().isStopped]).toEqual([200, true]);
  });
  expect(begun.filter((isStopped) => !isStopped)).toEqual([]);
});
