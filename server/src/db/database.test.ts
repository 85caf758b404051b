import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../test/api.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { createLead } from '../modules/leads/index.ts';
import { transaction } from './database.ts';

let server: TestServer;
let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server);
  other = await addTenant(server);
});
afterAll(() => server.stop());

const leads = ({ ctx }: TestTenant) => transaction(ctx, async ({ tx }) => (await tx`select id from leads`).length);

it("sees the caller's workspace and no other, for this transaction only", async () => {
  await createLead(tenant.ctx, {});
  await createLead(other.ctx, {});
  expect([await leads(tenant), await leads(other)]).toEqual([1, 1]);
  // On every connection of the pool, whoever had it last.
  const bare = await Promise.all(Array.from({ length: 20 }, () => server.context.db.sql`select id from leads`));
  expect(bare.flat()).toEqual([]);
});

it('binds the workspace before the first statement of the work, also where the work does not wait for it', async () => {
  const counts = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      transaction((index % 2 ? tenant : other).ctx, ({ tx }) => tx`select workspace_id from leads`),
    ),
  );
  for (const [index, rows] of counts.entries()) {
    expect(rows.map(({ workspaceId }) => workspaceId)).toEqual([(index % 2 ? tenant : other).ctx.workspace.id]);
  }
});

it('runs what follows a commit once, after it, and never after a rollback', async () => {
  const done: string[] = [];
  await transaction(tenant.ctx, async (ctx) => {
    ctx.afterCommit(() => done.push('outer'));
    await transaction(ctx, async (inner) => inner.afterCommit(() => done.push('inner')));
    expect(done).toEqual([]);
  });
  expect(done).toEqual(['outer', 'inner']);
  const failing = transaction(tenant.ctx, async (ctx) => {
    ctx.afterCommit(() => done.push('never'));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(done).toHaveLength(2);
});

it('is one transaction with the one it is in', async () => {
  const before = await leads(tenant);
  const failing = transaction(tenant.ctx, async (ctx) => {
    await createLead(ctx, {});
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await leads(tenant)).toBe(before);
});

it('gives back a list as it came', async () => {
  expect(await transaction(tenant.ctx, async () => [Promise.resolve(1), 2])).toHaveLength(2);
});
