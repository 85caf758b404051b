import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { type AppContext, createContext } from '../../context.ts';
import { transaction } from '../../db/database.ts';
import { createLead, getLead, listLeads, updateLead } from './index.ts';

let server: TestServer;
let other: AppContext;
let tenant: TestTenant;
let id: string;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  other = await createContext(server.context.config, server.database);
});
beforeEach(async () => {
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
  ({ id } = await createLead(tenant.ctx, { goal: 'first' }));
  await read();
});
afterAll(async () => {
  await other.close();
  await server.stop();
});

/** The goal of the lead as it is read by itself, on a page of all leads and on a page of a filter. */
async function read(): Promise<unknown[]> {
  const one = await tenant.ask('GET', `/v1/leads/${id}`);
  const pages = await Promise.all(['/v1/leads', '/v1/leads?channel=api'].map((url) => tenant.ask('GET', url)));
  return [
    one.json().goal,
    ...pages.map((page) =>
      page
        .json()
        .data.map(({ goal }: { goal: string }) => goal)
        .join(),
    ),
  ];
}

it('shows what another process wrote, in every read after it', async () => {
  for (const goal of ['second', 'third']) {
    await updateLead({ ...tenant.ctx, db: other.db }, { leadId: id, change: { goal } });
    expect(await read()).toEqual([goal, goal, goal]);
  }
});

it('shows another name that leads are shown with', async () => {
  const names = async () =>
    (await tenant.ask('GET', '/v1/leads'))
      .json()
      .data.map(({ run }: { run: { workflowName: string } }) => run.workflowName);
  const [before] = await names();
  await transaction(
    tenant.ctx,
    ({ tx, workspace }) => tx`update workflows set name = 'Renamed' where workspace_id = ${workspace.id}`,
  );
  expect([before === 'Renamed', await names()]).toEqual([false, ['Renamed']]);
});

it('keeps nothing of a revision that was rolled back, as it comes again with other words', async () => {
  const before = (await tenant.ask('GET', `/v1/leads/${id}`)).json();
  const undone = transaction(tenant.ctx, async (tctx) => {
    await updateLead(tctx, { leadId: id, change: { goal: 'undone' } });
    expect((await getLead(tctx, { leadId: id })).goal).toBe('undone');
    expect((await listLeads(tctx, { limit: 25 })).data.map(({ goal }) => goal)).toEqual(['undone']);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  // Nothing is read between, as a read would learn the words that hold.
  await updateLead(tenant.ctx, { leadId: id, change: { goal: 'done' } });
  expect(await read()).toEqual(['done', 'done', 'done']);
  expect((await tenant.ask('GET', `/v1/leads/${id}`)).json().revision).toBe(before.revision + 1);
});

it('shows new leads, and no more those that were deleted', async () => {
  const { id: newer } = await createLead(tenant.ctx, { goal: 'newer' });
  expect((await read())[1]).toBe('newer,first');
  await tenant.ask('DELETE', `/v1/leads/${newer}`);
  expect((await read())[1]).toBe('first');
});

it('is told by the database which leads are the same still, and gets the words of the others', async () => {
  const { revision } = (await tenant.ask('GET', `/v1/leads/${id}`)).json();
  const { id: newer } = await createLead(tenant.ctx, {});
  const rows = await server.context.db.sql<{ id: string; isSent: boolean }[]>`
    select id, shown is not null as is_sent
    from read_lead_pages(array[${tenant.ctx.workspace.id}::uuid], array[false], array[null::timestamptz], array['ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid],
      array[25], array[1], array[${id}::uuid], array[${String(revision)}::text::int], false)`;
  expect([...rows]).toEqual([
    { id: newer, isSent: true },
    { id, isSent: false },
  ]);
});
