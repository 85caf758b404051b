import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSystem, type TestSystem } from '../../../test/system.ts';
import { isUsableSecret, listKeys, revokeKey } from '../keys/index.ts';
import { applyWorkflow, findWorkflow, getWorkflow, listWorkflows } from '../workflows/index.ts';
import { createWorkspace, ensureDemo, findWorkspace, systemCtx } from './index.ts';

let system: TestSystem;
let dataDir: string;
beforeAll(async () => {
  system = await openTestSystem();
  dataDir = await mkdtemp(join(tmpdir(), 'foyer-demo-'));
});
afterAll(async () => {
  await system.close();
  await rm(dataDir, { recursive: true, force: true });
});

const demo = () => ensureDemo({ ...system, config: { dataDir, databaseUrl: undefined } });

async function demoCtx() {
  const workspace = await findWorkspace(system, 'demo');
  if (!workspace) throw new Error('there is no demo');
  return systemCtx(system, workspace);
}

test('a database of the operator with workspaces of his own gets no demo', async () => {
  await createWorkspace(system, { name: 'Real', slug: 'real' });
  const made = await ensureDemo({ ...system, config: { dataDir, databaseUrl: 'postgres://db.example/foyer' } });
  expect(made).toBeUndefined();
  expect(await findWorkspace(system, 'demo')).toBeUndefined();
});

test('the demo has the three workflows and a key that works, kept for its owner alone', async () => {
  const made = await demo();
  const ctx = await demoCtx();
  const { data } = await listWorkflows(ctx, { limit: 25 });
  expect(data.map(({ key }) => key).sort()).toEqual([
    'business-loan-documents',
    'property-viewing',
    'salon-appointment',
  ]);
  expect((await findWorkflow(ctx))?.key).toBe('salon-appointment');
  expect(made?.secret).toMatch(/^fy_live_/);
  expect(await isUsableSecret(ctx, made?.secret ?? '')).toBe(true);
  expect((await stat(join(dataDir, 'demo.key'))).mode & 0o777).toBe(0o600);
});

test('the next start has the same key and leaves a changed workflow alone', async () => {
  const first = await demo();
  const ctx = await demoCtx();
  const salon = await getWorkflow(ctx, { workflowId: 'salon-appointment' });
  const text = salon.source.replace('name: Salon appointment', 'name: My salon');
  await applyWorkflow(ctx, { text, fileName: 'salon.yaml' });
  expect(await demo()).toEqual(first);
  expect((await findWorkflow(ctx))?.name).toBe('My salon');
  expect((await listKeys(ctx, { limit: 25 })).data).toHaveLength(1);
});

test('a revoked key and a lost file each bring a new key', async () => {
  const first = await demo();
  const ctx = await demoCtx();
  const [key] = (await listKeys(ctx, { limit: 1 })).data;
  await revokeKey(ctx, { keyId: key?.id ?? '' });
  const second = await demo();
  expect(second?.secret).not.toBe(first?.secret);
  await rm(join(dataDir, 'demo.key'));
  const third = await demo();
  expect(third?.secret).not.toBe(second?.secret);
  await writeFile(join(dataDir, 'demo.key'), '');
  const fourth = await demo();
  expect(await isUsableSecret(ctx, fourth?.secret ?? '')).toBe(true);
});
