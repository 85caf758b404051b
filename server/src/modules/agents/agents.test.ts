import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSystem, type TestSystem } from '../../../test/system.ts';
import type { Ctx } from '../../db/database.ts';
import { createWorkspace, systemCtx } from '../workspaces/index.ts';
import { type Agent, getAgent, listAgents, updateAgent } from './index.ts';

let system: TestSystem;
let ctx: Ctx;
let other: Ctx;
beforeAll(async () => {
  system = await openTestSystem();
  ctx = systemCtx(system, await createWorkspace(system, { name: 'One', slug: 'one' }));
  other = systemCtx(system, await createWorkspace(system, { name: 'Other', slug: 'other' }));
});
afterAll(() => system.close());

async function onlyAgent(of: Ctx): Promise<Agent> {
  const [agent] = (await listAgents(of, { limit: 2 })).data;
  if (!agent) throw new Error('there is no agent');
  return agent;
}

test('a change changes what it names, with its audit row', async () => {
  const before = await onlyAgent(ctx);
  system.now = new Date(system.now.getTime() + 1000);
  const change = { greeting: 'Good day!', autonomy: 'listen', disclosesAssistant: false } as const;
  const after = await updateAgent(ctx, { agentId: before.id, change });
  expect(after).toEqual({ ...before, ...change, updatedAt: system.now.toISOString() });
  expect(await getAgent(ctx, { agentId: before.id })).toEqual(after);
  const cleared = await updateAgent(ctx, { agentId: before.id, change: { greeting: null, name: undefined } });
  expect(cleared).toMatchObject({ greeting: null, name: 'Alex', autonomy: 'listen' });
  const audit = await system.db.sql.begin(async (tx) => {
    await tx`select set_config('foyer.workspace_id', ${ctx.workspace.id}, true)`;
    return tx`select changed from audit_log where verb = 'updateAgent' order by id`;
  });
  expect(audit).toEqual([{ changed: ['greeting', 'autonomy', 'disclosesAssistant'] }, { changed: ['greeting'] }]);
});

test("another workspace's agent is missing and stays as it is", async () => {
  const foreign = await onlyAgent(other);
  const change = { name: 'Mallory' };
  await expect(getAgent(ctx, { agentId: foreign.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(updateAgent(ctx, { agentId: foreign.id, change })).rejects.toMatchObject({ code: 'not_found' });
  expect(await onlyAgent(other)).toEqual(foreign);
});

test('reading and changing want their scopes', async () => {
  const { id: agentId } = await onlyAgent(ctx);
  const reader: Ctx = { ...ctx, scopes: new Set(['workflows:read'] as const) };
  const writer: Ctx = { ...ctx, scopes: new Set(['workflows:write'] as const) };
  expect(await getAgent(reader, { agentId })).toMatchObject({ id: agentId });
  await expect(updateAgent(reader, { agentId, change: { name: 'X' } })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(getAgent(writer, { agentId })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(listAgents(writer, { limit: 1 })).rejects.toMatchObject({ code: 'forbidden' });
});

test('a test key changes no agent, as live leads talk with it too', async () => {
  const before = await onlyAgent(ctx);
  const tester: Ctx = { ...ctx, isTest: true };
  const attempt = updateAgent(tester, { agentId: before.id, change: { name: 'Mallory' } });
  await expect(attempt).rejects.toMatchObject({ code: 'forbidden', reason: 'test_key' });
  expect(await onlyAgent(ctx)).toEqual(before);
});
