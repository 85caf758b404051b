import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Ctx } from '../../src/db/database.ts';
import { handleNextStimulus } from '../../src/jobs/claim-stimulus.ts';
import { createLeads } from '../../src/modules/leads/index.ts';
import { createWorkspace, systemCtx } from '../../src/modules/workspaces/index.ts';
import { openTestSystem, type TestSystem } from '../system.ts';
import { type PlanWatch, watchPlans } from './watch-plans.ts';

const LEADS = 400;

let system: TestSystem;
let admin: postgres.Sql;
let watch: PlanWatch;
let ctx: Ctx;
beforeAll(async () => {
  system = await openTestSystem();
  system.now = new Date();
  admin = postgres({ ...system.database.admin, max: 1, onnotice: () => undefined });
  const workspace = await createWorkspace(system, { name: 'Queues', slug: 'queues' });
  ctx = systemCtx(system, workspace);
  await createLeads(
    ctx,
    Array.from({ length: LEADS }, (_, index) => ({ phone: `+3519${10_000_000 + index}` })),
  );
  await admin`delete from stimuli`;
  await admin`vacuum (analyze)`;
  await admin`
    insert into stimuli (workspace_id, id, lead_id, kind, payload, available_at, created_at)
    select workspace_id, uuidv7(), id, 'attempt_due', '{}', now() - interval '1 hour', now() from leads`;
  watch = await watchPlans(system.database, 'force_generic_plan');
});
afterAll(async () => {
  await watch.end();
  await admin.end();
  await system.close();
});

it('an inbox that was empty when Postgres looked at it last is not read through for each stimulus', async () => {
  const watched = { ...ctx, db: { ...system.db, sql: watch.sql } };
  const { statements, faults } = await watch.faultsOf(() => handleNextStimulus(watched, async () => undefined));
  expect(statements).toBeGreaterThan(0);
  expect(faults).toEqual([]);
});
