import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestSystem, type TestSystem } from '../../../test/system.ts';
import { type Ctx, transaction } from '../../db/database.ts';
import { getAgent, updateAgent } from '../agents/index.ts';
import { createWorkspace, systemCtx } from '../workspaces/index.ts';
import { applyWorkflow, findWorkflow, getWorkflow, listWorkflows, loadWorkflow, setDefaultWorkflow } from './index.ts';

const shipped = ['salon-appointment', 'property-viewing', 'business-loan-documents'] as const;
const texts = new Map<string, string>();
let system: TestSystem;
let ctx: Ctx;
let made = 0;
beforeAll(async () => {
  system = await openTestSystem();
  for (const key of shipped) {
    texts.set(key, await readFile(new URL(`../../../../workflows/${key}.yaml`, import.meta.url), 'utf8'));
  }
});
afterAll(() => system.close());
beforeEach(async () => {
  made += 1;
  ctx = systemCtx(system, await createWorkspace(system, { name: 'W', slug: `w${made}` }));
});

const textOf = (key: string) => texts.get(key) ?? '';
const apply = (text: string) => applyWorkflow(ctx, { text, fileName: 'w.yaml' });

test.each(shipped)('%s is applied, read back and loaded with all its ids', async (key) => {
  const { change, workflow } = await apply(textOf(key));
  expect(change).toBe('created');
  expect(workflow).toMatchObject({ key, version: 1, isDefault: true, source: textOf(key) });
  expect(await getWorkflow(ctx, { workflowId: workflow.id })).toEqual(workflow);
  expect(await getWorkflow(ctx, { workflowId: key })).toEqual(workflow);
  const loaded = await loadWorkflow(ctx, { key });
  expect(loaded.definition).toEqual(workflow.definition);
  expect([...loaded.statuses.values()].map(({ id }) => id)).toEqual(workflow.statuses.map(({ id }) => id));
  expect(loaded.agentId).toBe(workflow.agent.id);
  expect(await getAgent(ctx, { agentId: loaded.agentId })).toMatchObject({
    ...loaded.definition.agent,
    isDefault: false,
  });
  const items = loaded.definition.checklist.flatMap((group) => group.items.map(({ code }) => code));
  expect(await query('select id, code from checklist_items where is_current order by position')).toEqual(
    items.map((code, place) => ({ id: loaded.checklistItemIds[place], code })),
  );
});

test('the same again is unchanged, whatever the spelling, and leaves no trace', async () => {
  const text = textOf('salon-appointment');
  const first = await apply(text);
  const again = await apply(`# another comment\n${text}`);
  expect(again).toMatchObject({ change: 'unchanged', workflow: first.workflow });
  const asJson = await apply(JSON.stringify(first.workflow.definition));
  expect(asJson.change).toBe('unchanged');
  expect(await query("select count(*)::int as n from events where type = 'workflow.applied'")).toEqual([{ n: 1 }]);
  expect(await query("select count(*)::int as n from audit_log where verb = 'applyWorkflow'")).toEqual([{ n: 1 }]);
});

test('a test key changes nothing that live leads get', async () => {
  const { workflow } = await apply(textOf('salon-appointment'));
  const tester: Ctx = { ...ctx, isTest: true };
  const changed = textOf('salon-appointment').replace('name: Salon appointment', 'name: Hair');
  const attempts = [
    applyWorkflow(tester, { text: changed, fileName: 'w.yaml' }),
    applyWorkflow(tester, { text: textOf('property-viewing'), fileName: 'w.yaml', makeDefault: true }),
    setDefaultWorkflow(tester, { workflowId: workflow.id }),
  ];
  for (const attempt of attempts) {
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden', reason: 'test_key' });
  }
  expect(await getWorkflow(ctx, { workflowId: workflow.id })).toEqual(workflow);
  expect((await listWorkflows(tester, { limit: 10 })).data.map(({ key }) => key)).toEqual(['salon-appointment']);
});

test('a change makes a version; the old one can still be loaded, and statuses keep their ids', async () => {
  const text = textOf('salon-appointment');
  const first = await apply(text);
  const before = await loadWorkflow(ctx, { key: 'salon-appointment' });
  const status = before.definition.statuses.at(-1);
  const changed = text
    .replace('name: Salon appointment', 'name: Hair')
    .replace(`label: ${status?.label}`, 'label: Finis');
  const second = await apply(changed);
  expect(second).toMatchObject({ change: 'updated', workflow: { id: first.workflow.id, version: 2, name: 'Hair' } });
  expect(second.workflow.statuses.map(({ id }) => id)).toEqual(first.workflow.statuses.map(({ id }) => id));
  expect(second.workflow.statuses.at(-1)?.label).toBe('Finis');
  const old = await loadWorkflow(ctx, { workflowId: first.workflow.id, version: 1 });
  expect(old.statuses.get(status?.key ?? '')).toMatchObject({ label: status?.label });
  expect(await loadWorkflow(ctx, { key: 'salon-appointment' })).toMatchObject({ version: 2, name: 'Hair' });
  await expect(loadWorkflow(ctx, { key: 'salon-appointment', version: 3 })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('a checklist group that left comes back with the ids of its items', async () => {
  const key = 'business-loan-documents';
  const first = await apply(textOf(key));
  const { definition } = await loadWorkflow(ctx, { key });
  const without = { ...definition, checklist: definition.checklist.slice(0, -1) };
  const code = definition.checklist.at(-1)?.items[0]?.code ?? '';
  const ids = () => query(`select id, is_current from checklist_items where code = '${code}'`);
  const [before] = await ids();
  await apply(JSON.stringify(without));
  expect(await ids()).toEqual([{ id: before?.id, isCurrent: false }]);
  const third = await apply(textOf(key));
  expect(third.workflow.version).toBe(3);
  expect(await ids()).toEqual([before]);
  expect(third.workflow.statuses).toEqual(first.workflow.statuses);
});

test("an agent changed by API stays so until the file's agent section changes", async () => {
  const text = textOf('salon-appointment');
  const { workflow } = await apply(text);
  const agentId = workflow.agent.id;
  await updateAgent(ctx, { agentId, change: { name: 'Zoe', disclosesAssistant: false } });
  await apply(text.replace('name: Salon appointment', 'name: Hair'));
  expect(await getAgent(ctx, { agentId })).toMatchObject({ name: 'Zoe' });
  await apply(text.replace('name: Mia', 'name: Lea'));
  expect(await getAgent(ctx, { agentId })).toMatchObject({ name: 'Lea', disclosesAssistant: false });
  expect((await loadWorkflow(ctx, { key: 'salon-appointment' })).agentId).toBe(agentId);
});

test('the first workflow is the default until another is chosen', async () => {
  await apply(textOf('salon-appointment'));
  const { workflow } = await apply(textOf('property-viewing'));
  expect(workflow.isDefault).toBe(false);
  expect((await findWorkflow(ctx))?.key).toBe('salon-appointment');
  await setDefaultWorkflow(ctx, { workflowId: workflow.id });
  expect((await findWorkflow(ctx))?.key).toBe('property-viewing');
  const { data } = await listWorkflows(ctx, { limit: 25 });
  expect(data.map(({ key, isDefault }) => [key, isDefault])).toEqual([
    ['property-viewing', true],
    ['salon-appointment', false],
  ]);
});

test('one applied twice at once is one workflow with one version', async () => {
  const text = textOf('property-viewing');
  const both = await Promise.all([apply(text), apply(text)]);
  expect(both.map(({ change }) => change).sort()).toEqual(['created', 'unchanged']);
  expect(await query('select version from workflow_versions')).toEqual([{ version: 1 }]);
});

test('a version that was rolled back is not remembered', async () => {
  const text = textOf('property-viewing');
  const { workflow } = await apply(text);
  const attempt = transaction(ctx, async (tctx) => {
    const other = text.replace('name: Property viewing', 'name: Never');
    const applied = await applyWorkflow(tctx, { text: other, fileName: 'w.yaml' });
    expect(applied.workflow).toMatchObject({ version: 2, name: 'Never' });
    throw new Error('rolled back');
  });
  await expect(attempt).rejects.toThrow('rolled back');
  await apply(text.replace('name: Property viewing', 'name: Really'));
  const loaded = await loadWorkflow(ctx, { workflowId: workflow.id, version: 2 });
  expect(loaded.definition.name).toBe('Really');
});

test('a broken file says where and changes nothing', async () => {
  const text = textOf('salon-appointment').replace('goal: appointment', 'goal: fame');
  await expect(apply(text)).rejects.toMatchObject({
    code: 'invalid_input',
    issues: [{ path: ['goal'], message: expect.stringMatching(/^w\.yaml:\d+:\d+ goal/) }],
  });
  expect(await query('select id from workflows')).toEqual([]);
});

test("another workspace's workflow is missing", async () => {
  const { workflow } = await apply(textOf('salon-appointment'));
  const other = systemCtx(system, await createWorkspace(system, { name: 'O', slug: `o${made}` }));
  for (const choice of [{ workflowId: workflow.id }, { workflowId: workflow.id, version: 1 }, { key: workflow.key }]) {
    await expect(loadWorkflow(other, choice)).rejects.toMatchObject({ code: 'not_found' });
  }
  await expect(getWorkflow(other, { workflowId: workflow.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(setDefaultWorkflow(other, { workflowId: workflow.id })).rejects.toMatchObject({ code: 'not_found' });
  expect((await listWorkflows(other, { limit: 25 })).data).toEqual([]);
});

test('applying and reading want their scopes', async () => {
  const reader: Ctx = { ...ctx, scopes: new Set(['workflows:read'] as const) };
  const applied = applyWorkflow(reader, { text: textOf('salon-appointment'), fileName: 'w.yaml' });
  await expect(applied).rejects.toMatchObject({ reason: 'missing_scope' });
  const nobody: Ctx = { ...ctx, scopes: new Set() };
  await expect(getWorkflow(nobody, { workflowId: 'x' })).rejects.toMatchObject({ reason: 'missing_scope' });
  await expect(listWorkflows(nobody, { limit: 1 })).rejects.toMatchObject({ reason: 'missing_scope' });
  await expect(setDefaultWorkflow(reader, { workflowId: 'x' })).rejects.toMatchObject({ reason: 'missing_scope' });
});

async function query(text: string) {
  return transaction(ctx, ({ tx }) => tx.unsafe(text));
}
