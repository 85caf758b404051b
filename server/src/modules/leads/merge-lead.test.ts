import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, openChat, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { type Tx, transaction } from '../../db/database.ts';
import { appendMessage } from '../conversations/index.ts';
import { giveToPerson, optOut } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment', 'business-loan-documents'] });
});
afterAll(() => server.stop());

const create = async (body: object = {}, key = tenant.liveKey) =>
  (await tenant.ask('POST', '/v1/leads', { body, key })).json();
const get = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json();
const merge = (id: string, intoLeadId: string, key = tenant.liveKey) =>
  tenant.ask('POST', `/v1/leads/${id}/merge`, { body: { intoLeadId }, key });
const unmerge = (id: string) => tenant.ask('POST', `/v1/leads/${id}/unmerge`);
const inDatabase = <T>(work: (tx: Tx) => Promise<T>) => transaction(tenant.ctx, ({ tx }) => work(tx));
const learn = (id: string, key: string, value: unknown) =>
  tenant.ask('PUT', `/v1/leads/${id}/variables/${key}`, { body: { value } });

/** A lead with something in every table that hangs on one. */
async function makeFull(name: string) {
  const lead = await create({ name, workflow: 'salon-appointment', consent: { basis: 'form' } });
  const said = { conversationId: lead.conversationId, leadId: lead.id, channel: 'api', author: 'lead' as const };
  await transaction(tenant.ctx, (ctx) => appendMessage(ctx, { ...said, text: `I am ${name}` }));
  await learn(lead.id, 'pet', 'cat');
  const { data } = (await tenant.ask('GET', '/v1/workflows/salon-appointment/slots?limit=1')).json();
  await tenant.ask('POST', '/v1/appointments', { body: { leadId: lead.id, startAt: data[0].startAt } });
  const own = { workspaceId: tenant.ctx.workspace.id, leadId: lead.id, createdAt: new Date() };
  await inDatabase(async (tx) => {
    const call = {
      ...own,
      id: tenant.ctx.newId(new Date()),
      conversationId: lead.conversationId,
      updatedAt: new Date(),
    };
    await tx`insert into calls ${tx({ ...call, direction: 'inbound', status: 'ended' })}`;
    const file = {
      id: tenant.ctx.newId(new Date()),
      fileName: 'a',
      mimeType: 'b',
      sizeBytes: 1,
      sha256: Buffer.from('a'),
    };
    await tx`insert into documents ${tx({ ...own, ...file, storageKey: 'none' })}`;
    const timer = { id: tenant.ctx.newId(new Date()), kind: 'none', dueAt: new Date() };
    await tx`insert into timers ${tx({ ...own, ...timer })}`;
    const stimulus = { id: tenant.ctx.newId(new Date()), kind: 'none', availableAt: new Date() };
    await tx`insert into stimuli ${tx({ ...own, ...stimulus })}`;
    const [id, needId] = [tenant.ctx.newId(new Date()), tenant.ctx.newId(new Date())];
    await tx`
      insert into notifications ${tx({ ...own, id, needId, memberIds: [], availableAt: new Date(), endedAt: new Date() })}`;
  });
  return lead;
}

/** How many rows of a lead there are in each table that has any. */
function countRows(leadId: string): Promise<Record<string, number>> {
  return inDatabase(async (tx) => {
    const tables = await tx<{ name: string }[]>`
      select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where column_name = 'lead_id' and table_schema = 'public' and table_type = 'BASE TABLE'
        and table_name <> 'lead_snapshots' order by 1`;
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await tx<
        { rows: number }[]
      >`select count(*)::int as rows from ${tx(name)} where lead_id = ${leadId}`;
      if (row && row.rows > 0) counts[name] = row.rows;
    }
    return counts;
  });
}

describe('mergeLead', () => {
  it('gives everything to the survivor, whatever table it is in, and the merged lead reads as missing', async () => {
    const merged = await makeFull('Ada');
    const survivor = await create({ workflow: 'business-loan-documents' });
    const [from, to] = [await countRows(merged.id), await countRows(survivor.id)];
    expect(Object.keys(from)).toEqual(expect.arrayContaining(['calls', 'documents', 'stimuli', 'timers', 'consents']));
    const response = await merge(merged.id, survivor.id);
    expect(response.statusCode).toBe(200);
    const after = response.json();
    expect(after).toMatchObject({
      id: survivor.id,
      name: 'Ada',
      stage: 'booked',
      variables: { pet: { value: 'cat' } },
    });
    expect(after.appointment.status).toBe('confirmed');
    expect(after.lastMessageAt).not.toBeNull();
    expect(after).toEqual(await get(survivor.id));
    // What stays is what happened, and the line that says where it went.
    const { events, ...left } = await countRows(merged.id);
    expect(left).toEqual({ action_logs: 1 });
    expect(events).toBeGreaterThan(from.events ?? 0);
    const now = await countRows(survivor.id);
    for (const table of Object.keys(from).filter((name) => !['events', 'action_logs'].includes(name))) {
      expect({ table, rows: now[table] }).toEqual({ table, rows: (from[table] ?? 0) + (to[table] ?? 0) });
    }
    for (const path of ['', '/actions', '/variable-changes', '/calls'])
      expect((await tenant.ask('GET', `/v1/leads/${merged.id}${path}`)).statusCode, path).toBe(404);
    expect((await tenant.ask('GET', '/v1/leads')).body).not.toContain(merged.id);
  });

  it('tells of it in events, on both timelines, and to who has the old version', async () => {
    const [one, other] = [await create(), await create({ stage: 'engaged' })];
    const before = await get(other.id);
    const after = (await merge(one.id, other.id)).json();
    expect(after.revision).toBeGreaterThan(before.revision);
    expect((await eventsOf(tenant, one.id)).at(-1)).toMatchObject({
      type: 'lead.merged',
      data: { intoLeadId: other.id },
    });
    expect((await eventsOf(tenant, other.id)).at(-1)).toMatchObject({
      type: 'lead.updated',
      data: { mergedLeadId: one.id },
    });
    const { data } = (await tenant.ask('GET', `/v1/leads/${other.id}/actions?limit=1`)).json();
    expect(data[0]).toMatchObject({ type: 'api_activity', output: { leadId: one.id } });
  });

  it('leaves behind what the survivor has itself, and stops a second run in one workflow', async () => {
    const [one, other] = [await create({ name: 'One' }), await create({ name: 'Other' })];
    await learn(one.id, 'pet', 'cat');
    await learn(other.id, 'pet', 'dog');
    await merge(one.id, other.id);
    const after = await get(other.id);
    expect(after).toMatchObject({ name: 'Other', variables: { pet: { value: 'dog' } }, run: { id: other.run.id } });
    const runs = await inDatabase((tx) => tx`select id, lead_id, run_status from runs where id = ${one.run.id}`);
    expect([...runs]).toEqual([{ id: one.run.id, leadId: one.id, runStatus: 'cancelled' }]);
    const moved = await inDatabase(
      (tx) => tx`select lead_id, run_id from conversations where id = ${one.conversationId}`,
    );
    expect([...moved]).toEqual([{ leadId: other.id, runId: other.run.id }]);
  });

  it('takes the checklist item to which something was done', async () => {
    const body = { workflow: 'business-loan-documents' };
    const [one, other] = [await create(body), await create(body)];
    const items = (leadId: string) =>
      inDatabase(
        (tx) => tx<{ id: string; status: string; checklistItemId: string }[]>`
        select id, status, checklist_item_id from lead_checklist_items where lead_id = ${leadId} order by checklist_item_id`,
      );
    const [first, second] = await items(one.id);
    const before = await items(other.id);
    await inDatabase(
      (tx) => tx`update lead_checklist_items set status = 'completed', value = 'x' where id = ${first?.id ?? ''}`,
    );
    await inDatabase(
      (tx) =>
        tx`update lead_checklist_items set status = 'skipped' where id = any (${[second?.id ?? '', before[1]?.id ?? '']})`,
    );
    await merge(one.id, other.id);
    const after = await items(other.id);
    expect(after).toHaveLength(before.length);
    expect(after[0]).toMatchObject({ id: first?.id, status: 'completed' });
    expect(after.slice(1).map(({ id }) => id)).toEqual(before.slice(1).map(({ id }) => id));
    expect((await unmerge(one.id)).statusCode).toBe(200);
    expect((await items(other.id))[0]).toEqual(before[0]);
    expect((await items(one.id))[0]).toMatchObject({ id: first?.id, status: 'completed' });
  });

  it('holds an opt-out and a takeover of either for the one they are now', async () => {
    const [out, other] = [await create(), await create({ workflow: 'business-loan-documents' })];
    await transaction(tenant.ctx, (ctx) => optOut(ctx, { leadId: out.id }));
    expect((await merge(out.id, other.id)).json()).toMatchObject({ optedOut: true, run: { isActive: false } });
    const [another, survivor] = [await create({ workflow: 'business-loan-documents' }), await create()];
    await transaction(tenant.ctx, (ctx) => optOut(ctx, { leadId: survivor.id }));
    await merge(another.id, survivor.id);
    const active = await inDatabase((tx) => tx`select id from runs where lead_id = ${survivor.id} and is_active`);
    expect(active).toHaveLength(0);
    const [taken, free] = [await create(), await create()];
    await transaction(tenant.ctx, (ctx) => giveToPerson(ctx, { leadId: taken.id, isAwaited: false }));
    expect((await merge(taken.id, free.id)).json()).toMatchObject({ owner: 'person', run: { humanTakeover: true } });
    const speaking = await inDatabase(
      (tx) => tx`select id from conversations where lead_id = ${free.id} and owner = 'agent'`,
    );
    expect(speaking).toHaveLength(0);
  });

  it('suppresses what the other proved where the one who stays is out, until the merge is undone', async () => {
    const proved = { email: 'merged@example.com', emailVerified: true };
    const [other, out] = [await create(proved), await create({ phone: '+14155550177', optedOut: true })];
    const suppressed = () =>
      inDatabase((tx) => tx`select lead_id from suppressions where lifted_at is null and address = ${proved.email}`);
    await merge(other.id, out.id);
    expect([...(await suppressed())]).toEqual([{ leadId: out.id }]);
    await unmerge(other.id);
    expect(await get(out.id)).toMatchObject({ email: null, optedOut: true });
    expect(await suppressed()).toHaveLength(0);
  });

  it('keeps the visitor in the chat', async () => {
    const chat = await openChat(tenant, { text: 'hello' });
    const { id } = await chat.lead();
    const survivor = await create({ name: 'Known' });
    await merge(id, survivor.id);
    expect((await chat.say({ text: 'still here' })).statusCode).toBe(202);
    expect((await chat.read('after=0')).map(({ text }) => text)).toEqual(['hello', 'still here']);
    expect((await chat.lead()).id).toBe(survivor.id);
  });

  it('is done once where two ask for it both ways', async () => {
    const [one, other] = [await create(), await create()];
    const answers = await Promise.all([merge(one.id, other.id), merge(other.id, one.id), merge(one.id, other.id)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 404, 404]);
  });

  it('answers 404 for what is missing, another kind or deleted, and 400 for a lead with itself', async () => {
    const [one, gone, test] = [await create(), await create(), await create({}, tenant.testKey)];
    await tenant.ask('DELETE', `/v1/leads/${gone.id}`);
    const foreign = await addTenant(server);
    const theirs = (await foreign.ask('POST', '/v1/leads', { body: {} })).json();
    for (const id of [gone.id, test.id, theirs.id, tenant.ctx.workspace.id]) {
      expect([(await merge(one.id, id)).statusCode, (await merge(id, one.id)).statusCode]).toEqual([404, 404]);
    }
    expect((await merge(one.id, one.id)).json()).toMatchObject({ status: 400, code: 'invalid_input' });
    expect((await merge(one.id, 'x')).statusCode).toBe(400);
    expect((await merge(test.id, (await create({}, tenant.testKey)).id, tenant.testKey)).statusCode).toBe(200);
  });
});

describe('unmergeLead', () => {
  it('gives everything back, and leaves the survivor as it was', async () => {
    const merged = await makeFull('Bea');
    const survivor = await create({ goal: 'a loan', tags: ['own'], workflow: 'business-loan-documents' });
    const [wasMerged, wasSurvivor] = [await get(merged.id), await get(survivor.id)];
    const [from, to] = [await countRows(merged.id), await countRows(survivor.id)];
    await merge(merged.id, survivor.id);
    const response = await unmerge(merged.id);
    expect(response.statusCode).toBe(200);
    const shown = ['revision', 'updatedAt', 'lastActivityAt'];
    const without = (lead: object) => Object.fromEntries(Object.entries(lead).filter(([key]) => !shown.includes(key)));
    expect(without(response.json())).toEqual(without(wasMerged));
    expect(without(await get(survivor.id))).toEqual(without(wasSurvivor));
    const rest = ({ events: _events, action_logs: _logs, ...counts }: Record<string, number>) => counts;
    expect(rest(await countRows(merged.id))).toEqual(rest(from));
    expect(rest(await countRows(survivor.id))).toEqual(rest(to));
    expect((await eventsOf(tenant, merged.id)).at(-1)).toMatchObject({ type: 'lead.unmerged' });
  });

  it('resumes the run that was stopped, and leaves alone what was changed since', async () => {
    const [one, other] = [await create({ goal: 'cut', source: 'ad' }), await create()];
    await learn(one.id, 'pet', 'cat');
    await merge(one.id, other.id);
    await tenant.ask('PATCH', `/v1/leads/${other.id}`, { body: { source: 'web' } });
    await learn(other.id, 'pet', 'two cats');
    const back = (await unmerge(one.id)).json();
    expect(back).toMatchObject({ run: { id: one.run.id, isActive: true }, variables: { pet: { value: 'two cats' } } });
    const history = (await tenant.ask('GET', `/v1/leads/${one.id}/variable-changes`)).json().data;
    expect(history.map(({ value }: { value: string }) => value)).toEqual(['two cats', 'cat']);
    expect(await get(other.id)).toMatchObject({ source: 'web', goal: null, variables: {} });
    const [conversation] = await inDatabase(
      (tx) => tx`select run_id from conversations where id = ${one.conversationId}`,
    );
    expect(conversation).toEqual({ runId: one.run.id });
  });

  it('gives back what was said meanwhile in its conversations', async () => {
    const chat = await openChat(tenant, { text: 'hello' });
    const { id } = await chat.lead();
    const survivor = await create();
    await merge(id, survivor.id);
    await chat.say({ text: 'meanwhile' });
    await unmerge(id);
    expect((await chat.lead()).id).toBe(id);
    const rows = await inDatabase(
      (tx) => tx<{ table: string; leadId: string }[]>`
      select 'messages' as table, lead_id from messages where conversation_id = ${chat.conversationId}
      union select 'stimuli', lead_id from stimuli where payload ->> 'conversationId' = ${chat.conversationId}
      union select 'action_logs', lead_id from action_logs where conversation_id = ${chat.conversationId}`,
    );
    expect(new Set(rows.map(({ leadId }) => leadId))).toEqual(new Set([id]));
    expect(rows).toHaveLength(3);
    expect((await get(survivor.id)).lastMessageAt).toBeNull();
  });

  it('takes back an opt-out and a takeover that came with the merge, but not one that came after', async () => {
    const [out, other] = [await create(), await create({ workflow: 'business-loan-documents' })];
    await transaction(tenant.ctx, (ctx) => optOut(ctx, { leadId: out.id }));
    await merge(out.id, other.id);
    expect((await unmerge(out.id)).json()).toMatchObject({ optedOut: true, run: { isActive: false } });
    expect(await get(other.id)).toMatchObject({ optedOut: false, run: { isActive: true } });
    const [taken, free] = [await create(), await create()];
    const take = (leadId: string) => transaction(tenant.ctx, (ctx) => giveToPerson(ctx, { leadId, isAwaited: false }));
    await take(taken.id);
    await merge(taken.id, free.id);
    await unmerge(taken.id);
    expect(await get(taken.id)).toMatchObject({ owner: 'person' });
    expect(await get(free.id)).toMatchObject({ owner: 'agent', run: { humanTakeover: false } });
    await merge(taken.id, free.id);
    await take(free.id);
    await unmerge(taken.id);
    expect(await get(free.id)).toMatchObject({ owner: 'person', run: { humanTakeover: true } });
  });

  it('goes back merge by merge, and says where another comes first', async () => {
    const [first, second, third] = [await create({ source: 'a' }), await create(), await create()];
    await merge(first.id, second.id);
    await merge(second.id, third.id);
    expect((await unmerge(first.id)).json()).toMatchObject({ reason: 'survivor_gone', leadId: second.id });
    expect((await unmerge(second.id)).statusCode).toBe(200);
    expect((await unmerge(first.id)).json()).toMatchObject({ source: 'a', conversationId: first.conversationId });
    expect(await get(second.id)).toMatchObject({ source: null, conversationId: second.conversationId });
    expect(await get(third.id)).toMatchObject({ source: null, conversationId: third.conversationId });
  });

  it('answers 409 for a lead that is no other, and 404 for one that is missing or was deleted', async () => {
    const lead = await create();
    expect((await unmerge(lead.id)).json()).toMatchObject({ status: 409, reason: 'not_merged' });
    await tenant.ask('DELETE', `/v1/leads/${lead.id}`);
    expect((await unmerge(lead.id)).statusCode).toBe(404);
    const [test, other] = [await create({}, tenant.testKey), await create({}, tenant.testKey)];
    await merge(test.id, other.id, tenant.testKey);
    expect((await unmerge(test.id)).statusCode).toBe(404);
  });

  it('is done once by two at once', async () => {
    const [one, other] = [await create(), await create()];
    await merge(one.id, other.id);
    const answers = await Promise.all([unmerge(one.id), unmerge(one.id)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });
});
