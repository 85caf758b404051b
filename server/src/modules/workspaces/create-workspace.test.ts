import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSystem, type TestSystem } from '../../../test/system.ts';
import { listAgents } from '../agents/index.ts';
import { findWorkflow, listWorkflows } from '../workflows/index.ts';
import { createWorkspace, findWorkspace, listWorkspaces, systemCtx } from './index.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await openTestSystem();
});
afterAll(() => system.close());

test('a workspace has the defaults, an agent Alex, and no workflow', async () => {
  const made = await createWorkspace(system, { name: ' North Dental ', slug: 'north-dental' });
  expect(made).toMatchObject({ name: 'North Dental', timeZone: 'UTC', country: 'US', locale: 'en' });
  expect(await findWorkspace(system, 'north-dental')).toEqual(made);
  const ctx = systemCtx(system, made);
  const agents = await listAgents(ctx, { limit: 25 });
  expect(agents.data).toMatchObject([{ name: 'Alex', role: 'the assistant', isDefault: true, autonomy: 'autopilot' }]);
  expect((await listWorkflows(ctx, { limit: 25 })).data).toEqual([]);
  expect(await findWorkflow(ctx)).toBeUndefined();
});

test('what is given is taken, in its usual spelling', async () => {
  const settings = { timeZone: 'europe/lisbon', country: 'pt', locale: 'pt-pt' };
  const made = await createWorkspace(system, { name: 'Lisboa', slug: 'lisboa', ...settings });
  expect(made).toMatchObject({ timeZone: 'Europe/Lisbon', country: 'PT', locale: 'pt-PT' });
  const older = await createWorkspace(system, { name: 'K', slug: 'kolkata', timeZone: 'Asia/Kolkata' });
  expect(older.timeZone).toBe('Asia/Kolkata');
});

test('a taken slug is a conflict that changes nothing, also for two at once', async () => {
  const twice = await Promise.allSettled(
    [1, 2].map((n) => createWorkspace(system, { name: `Twin ${n}`, slug: 'twin' })),
  );
  expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = createWorkspace(system, { name: 'Third', slug: 'twin' });
  await expect(refused).rejects.toMatchObject({ code: 'conflict', reason: 'workspace_exists' });
  expect((await listWorkspaces(system)).filter(({ slug }) => slug === 'twin')).toHaveLength(1);
});

test.each([
  ['slug', { slug: 'North Dental' }],
  ['slug', { slug: '9lives' }],
  ['slug', { slug: 'a--b' }],
  ['slug', { slug: 'a-' }],
  ['slug', { slug: '' }],
  ['slug', { slug: 'a'.repeat(61) }],
  ['name', { name: '  ' }],
  ['timeZone', { timeZone: 'Mars/Olympus' }],
  ['timeZone', { timeZone: '+02:00' }],
  ['timeZone', { timeZone: '' }],
  ['country', { country: 'ZZ' }],
  ['country', { country: 'UK' }],
  ['country', { country: 'SU' }],
  ['country', { country: 'EU' }],
  ['country', { country: 'Portugal' }],
  ['locale', { locale: 'not a locale' }],
])('a wrong %s is named: %j', async (field, wrong) => {
  const refused = createWorkspace(system, { name: 'Fine', slug: 'fine', ...wrong });
  await expect(refused).rejects.toMatchObject({ code: 'invalid_input', issues: [{ path: [field] }] });
  expect(await findWorkspace(system, 'fine')).toBeUndefined();
});

test('a broken workflow file leaves no workspace behind', async () => {
  const text = await readFile(new URL('../../../../workflows/property-viewing.yaml', import.meta.url), 'utf8');
  const workflows = [{ text: text.replace('goal: appointment', 'goal: fame'), fileName: 'property.yaml' }];
  const refused = createWorkspace(system, { name: 'Half', slug: 'half', workflows });
  await expect(refused).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await findWorkspace(system, 'half')).toBeUndefined();
});

test('a workflow that is given is there and is the default', async () => {
  const text = await readFile(new URL('../../../../workflows/property-viewing.yaml', import.meta.url), 'utf8');
  const workflows = [{ text, fileName: 'property-viewing.yaml' }];
  const made = await createWorkspace(system, { name: 'Homes', slug: 'homes', workflows });
  const workflow = await findWorkflow(systemCtx(system, made));
  expect(workflow).toMatchObject({ key: 'property-viewing', version: 1 });
});

test('the making is in the audit log', async () => {
  const made = await createWorkspace(system, { name: 'Audited', slug: 'audited' });
  const rows = await system.db.sql.begin(async (tx) => {
    await tx`select set_config('foyer.workspace_id', ${made.id}, true)`;
    return tx`select verb, actor_kind from audit_log where object_id = ${made.id}`;
  });
  expect(rows).toEqual([{ verb: 'createWorkspace', actorKind: 'system' }]);
});
