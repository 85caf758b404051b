import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { textFile, upload } from '../../../test/upload.ts';
import { transaction } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { moveStatus, setStage } from '../leads/index.ts';
import { collectionWorkflow } from './collection-workflow.fixture.ts';
import {
  type ChecklistItem,
  type Completion,
  getChecklist,
  NOT_INTERESTED,
  setChecklistItems,
  setCompletion,
} from './index.ts';

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
    await tx`insert into timers ${tx({ workspaceId: workspace.id, id: timer, leadId: id, kind: 'follow_up_due', dueAt: at, createdAt: timeOfId(timer) })}`;
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

describe('an appointment to come', () => {
  const book = async (leadId: string, startsInMinutes = 60): Promise<string> =>
    transaction(tenant.ctx, async (ctx) => {
      const { tx, workspace, at } = ctx;
      const id = ctx.newId(at);
      const [startAt, endAt] = [0, 30].map((more) => new Date(at.getTime() + (startsInMinutes + more) * 60_000));
      const row = { workspaceId: workspace.id, id, uid: id, leadId, title: 'A talk', resourceKey: id, seat: 1 };
      const when = { startAt, endAt, blockedUntil: endAt, timeZone: 'UTC', createdAt: at, updatedAt: at };
      await tx`insert into appointments ${tx({ ...row, ...when, status: 'confirmed' })}`;
      await setStage(ctx, { leadId, stage: 'booked', reason: 'test' });
      return id;
    });
  const read = async (id: string) => (await tenant.ask('GET', `/v1/appointments/${id}`)).json();

  it.each(['not_interested', 'opted_out'] as const)(
    '%s cancels it, with its event and its line',
    async (completion) => {
      const id = await create();
      const [past, next] = [await book(id, -120), await book(id)];
      await set(id, completion);
      expect([(await read(past)).status, (await read(next)).status]).toEqual(['confirmed', 'cancelled']);
      expect((await eventsOf(tenant, id)).map(({ type }) => type)).toContain('appointment.cancelled');
      const { data } = (await tenant.ask('GET', `/v1/leads/${id}/actions`)).json();
      expect(data.map(({ summary }: { summary: string }) => summary)).toContainEqual(
        expect.stringMatching(/^Cancelled A talk/),
      );
      await set(id, 'in_progress');
      expect((await lead(id)).stage).toBe('engaged');
    },
  );

  it('makes in_progress booked, where it stands still', async () => {
    const id = await create();
    await book(id);
    const { run } = await lead(id);
    await transaction(tenant.ctx, (ctx) =>
      moveStatus(ctx, { leadId: id, runId: run.id, statusKey: 'gone', reason: 'x' }),
    );
    await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { stage: 'lost', lostReason: 'a mistake' } });
    await set(id, 'in_progress');
    expect(await lead(id)).toMatchObject({ stage: 'booked', lostReason: null, run: { isActive: true } });
  });
});

describe('by API', () => {
  const put = (id: string, body: unknown, key = tenant.liveKey) =>
    tenant.ask('PUT', `/v1/leads/${id}/completion`, { body, key });

  it('answers the lead as it is now', async () => {
    const id = await create();
    const response = await put(id, { completion: 'not_interested' });
    expect([response.statusCode, response.json()]).toEqual([200, await lead(id)]);
    expect(response.json()).toMatchObject({ stage: 'lost', lostReason: NOT_INTERESTED });
    expect(response.headers.etag).toBe(`W/"${response.json().revision}"`);
  });

  it('refuses another word, a missing scope and a lead that is not there', async () => {
    const id = await create();
    const refused = await put(id, { completion: 'review' });
    expect([refused.statusCode, refused.json().errors[0].pointer]).toEqual([400, '#/completion']);
    expect((await put(id, { completion: 'completed' }, await tenant.keyWith(['leads:read']))).statusCode).toBe(403);
    expect((await put(id, { completion: 'completed' }, tenant.testKey)).statusCode).toBe(404);
  });
});
