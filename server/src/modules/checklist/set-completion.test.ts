import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { textFile, upload } from '../../../test/upload.ts';
import { transaction } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { moveStatus, setStage } from '../leads/index.ts';
import { collectionWorkflow } from './collection-workflow.fixture.ts';
import { type ChecklistItem, type Completion, getChecklist, setChecklistItems, setCompletion } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { workflows: [collectionWorkflow()] });
});
afterAll(() => server.stop());

const create = async (): Promise<string> => (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
const lead = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json();
const set = (leadId: string, completion: Completion) => setCompletion(tenant.ctx, { leadId, completion });
async function statuses(leadId: string): Promise<Record<string, string>> {
  const items = (await getChecklist(tenant.ctx, { leadId })).flatMap((group): ChecklistItem[] => group.items);
  return Object.fromEntries(items.map(({ code, status, isAutoSkipped }) => [code, isAutoSkipped ? 'auto' : status]));
}

it('completed skips what is still wanted and qualifies; in_progress takes that back', async () => {
  const id = await create();
  await setChecklistItems(tenant.ctx, { leadId: id, items: [{ code: 'size', value: 'small' }] });
  const [, papers] = await getChecklist(tenant.ctx, { leadId: id });
  const statements = papers?.items.find(({ code }) => code === 'statements');
  const fields = { leadChecklistItemId: statements?.id ?? '' };
  await upload(server, tenant, id, { files: [textFile('a.pdf', 'x')], fields });
  await set(id, 'completed');
  const skipped = { size: 'completed', spouse: 'todo', remarks: 'todo', passport: 'auto', statements: 'auto' };
  expect([await statuses(id), (await lead(id)).stage]).toEqual([skipped, 'qualified']);
  await set(id, 'in_progress');
  const reopened = { ...skipped, passport: 'todo', statements: 'needs_review' };
  expect([await statuses(id), (await lead(id)).stage]).toEqual([reopened, 'engaged']);
});

it('an item that is done after all is no longer skipped by declaration', async () => {
  const id = await create();
  await set(id, 'completed');
  await setChecklistItems(tenant.ctx, { leadId: id, items: [{ code: 'size', value: 'small' }] });
  await set(id, 'in_progress');
  expect((await statuses(id)).size).toBe('completed');
});

it('completed leaves alone a lead that is converted', async () => {
  const id = await create();
  await transaction(tenant.ctx, (ctx) => setStage(ctx, { leadId: id, stage: 'converted', reason: 'test' }));
  await set(id, 'completed');
  expect((await lead(id)).stage).toBe('converted');
});

it('not_interested loses the lead and its run, and cancels what was to come', async () => {
  const id = await create();
  await transaction(tenant.ctx, async ({ tx, workspace, newId, at }) => {
    const timer = newId(at);
    await tx`insert into timers ${tx({ workspaceId: workspace.id, id: timer, leadId: id, kind: 'x', dueAt: at, createdAt: timeOfId(timer) })}`;
    const [conversation] = await tx`select id from conversations where lead_id = ${id}`;
    const row = { conversationId: String(conversation?.id), seq: 1, kind: 'follow_up', direction: 'outbound' };
    const more = { author: 'agent', channel: 'sms', body: 'Hi', status: 'scheduled', createdAt: at, leadId: id };
    await tx`insert into messages ${tx({ workspaceId: workspace.id, id: newId(at), ...row, ...more })}`;
  });
  await set(id, 'not_interested');
  expect(await lead(id)).toMatchObject({
    stage: 'lost',
    lostReason: 'not_interested',
    run: { status: { key: 'gone' } },
  });
  const left = await transaction(
    tenant.ctx,
    ({ tx }) => tx`
      select (select count(*) from timers where lead_id = ${id}) as timers,
        (select string_agg(status, ',') from messages where lead_id = ${id}) as messages`,
  );
  expect(left).toEqual([{ timers: 0, messages: 'cancelled' }]);
  await set(id, 'in_progress');
  expect(await lead(id)).toMatchObject({
    stage: 'engaged',
    lostReason: null,
    run: { isActive: true, runStatus: 'running', status: { key: 'open' } },
  });
});

it('opted_out is the opt-out, and in_progress takes it back', async () => {
  const id = await create();
  await set(id, 'opted_out');
  expect(await lead(id)).toMatchObject({ optedOut: true });
  await set(id, 'in_progress');
  expect(await lead(id)).toMatchObject({ optedOut: false, run: { isActive: true } });
});

it('in_progress leaves a run that goes on where it is', async () => {
  const id = await create();
  const { run } = await lead(id);
  await transaction(tenant.ctx, (ctx) =>
    moveStatus(ctx, { leadId: id, runId: run.id, statusKey: 'open', reason: 'x' }),
  );
  await set(id, 'in_progress');
  expect(await lead(id)).toMatchObject({ stage: 'new', run: { status: { key: 'open' } } });
});

it('asks for the scope, and knows nobody else’s lead', async () => {
  const id = await create();
  const reader = { ...tenant.ctx, scopes: new Set(['leads:read'] as const) };
  await expect(setCompletion(reader, { leadId: id, completion: 'completed' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const tester = { ...tenant.ctx, isTest: true };
  await expect(setCompletion(tester, { leadId: id, completion: 'completed' })).rejects.toMatchObject({
    code: 'not_found',
  });
});
