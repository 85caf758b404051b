import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { textFile, upload } from '../../../test/upload.ts';
import { transaction } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import type { LeadOverview } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['business-loan-documents'] });
});
afterAll(() => server.stop());

const create = async (body = {}, key?: string) =>
  (await tenant.ask('POST', '/v1/leads', { body, ...(key && { key }) })).json();
const overview = async (id: string, key?: string): Promise<LeadOverview> =>
  (await tenant.ask('GET', `/v1/leads/${id}/overview`, key ? { key } : {})).json();

interface Said {
  readonly type?: 'message' | 'follow_up';
  readonly status?: 'pending' | 'awaiting_approval' | 'completed' | 'cancelled';
  readonly direction?: 'inbound' | 'outbound';
  readonly text: string;
  readonly scheduledAt?: string;
}

/** Writes a message and its line of the timeline, as channels will. */
async function say(lead: { id: string; conversationId: string }, seq: number, said: Said): Promise<void> {
  const { type = 'message', status = 'completed', direction = 'outbound', text, scheduledAt = null } = said;
  await transaction(tenant.ctx, async ({ tx, workspace, newId, at }) => {
    const [messageId, id] = [newId(at), newId(at)];
    const common = { workspaceId: workspace.id, leadId: lead.id, conversationId: lead.conversationId };
    const message = { id: messageId, seq, direction, author: 'agent', channel: 'sms', body: text, status: 'sent' };
    await tx`insert into messages ${tx({ ...common, ...message, scheduledAt, createdAt: timeOfId(messageId) })}`;
    const action = { id, type, status, summary: text, actorKind: 'system', messageId, toolName: 'send' };
    await tx`insert into action_logs ${tx({ ...common, ...action, createdAt: timeOfId(id) })}`;
  });
}

it('shows the lead with everything around it', async () => {
  const twin = await create({ email: 'ada@example.com' });
  const lead = await create({ email: 'Ada@Example.com', metadata: { company: 'Engines Ltd' } });
  const before = await overview(lead.id);
  const statements = before.checklist
    .flatMap(({ items }) => items)
    .find(({ fieldType }) => fieldType === 'BANK_STATEMENT');
  const fields = { leadChecklistItemId: statements?.id ?? '' };
  const files = [textFile('jan.pdf', 'x'), textFile('feb.pdf', 'x')];
  expect((await upload(server, tenant, lead.id, { files, fields })).statusCode).toBe(201);
  const shown = await overview(lead.id);
  const { updatedAt: _updated, ...same } = (await tenant.ask('GET', `/v1/leads/${lead.id}`)).json();
  expect(shown.lead).toMatchObject(same);
  expect(shown.matchingLeads).toMatchObject([{ id: twin.id, matchedBy: ['email'] }]);
  const { data } = (await tenant.ask('GET', `/v1/leads/${lead.id}/checklist`)).json();
  expect(withoutLinks(shown.checklist)).toEqual(withoutLinks(data));
  expect(shown.documents.map(({ fileName }) => fileName)).toEqual(['feb.pdf', 'jan.pdf']);
  const received = shown.actions.find(({ type }) => type === 'document_upload');
  expect(received?.documents.map(({ fileName }) => fileName)).toEqual(['feb.pdf', 'jan.pdf']);
  expect(shown.actions.at(-1)).toMatchObject({ messages: [], documents: [], tool: null });
  const ids = shown.actions.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort().reverse());
  expect(shown).toMatchObject({ lastAction: null, nextFollowUp: null, nextDraft: null });
});

/** A link bears the moment it was made. */
function withoutLinks(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === 'url' ? undefined : inner)));
}

it('picks the last that was sent, the follow-up that is due first, and the oldest draft', async () => {
  const lead = await create();
  await say(lead, 1, { text: 'sent first' });
  await say(lead, 2, { text: 'sent last' });
  await say(lead, 3, { text: 'heard', direction: 'inbound' });
  await say(lead, 4, { text: 'late', type: 'follow_up', status: 'pending', scheduledAt: '2037-01-03T09:00:00Z' });
  await say(lead, 5, { text: 'soon', type: 'follow_up', status: 'pending', scheduledAt: '2037-01-02T09:00:00Z' });
  await say(lead, 6, { text: 'never', type: 'follow_up', status: 'cancelled', scheduledAt: '2037-01-01T09:00:00Z' });
  await say(lead, 7, { text: 'old draft', status: 'awaiting_approval' });
  await say(lead, 8, { text: 'new draft', status: 'awaiting_approval' });
  const { lastAction, nextFollowUp, nextDraft } = await overview(lead.id);
  const textOf = (action: LeadOverview['lastAction']) => action?.messages.map(({ text }) => text);
  expect([lastAction, nextFollowUp, nextDraft].map(textOf)).toEqual([['sent last'], ['soon'], ['old draft']]);
  expect(nextFollowUp?.messages[0]).toMatchObject({ scheduledAt: '2037-01-02T09:00:00.000Z', channel: 'sms' });
  expect(lastAction).toMatchObject({ tool: { id: 'send', name: 'send' }, agentId: lead.agentId });
});

it('tells what was said only to who may read conversations', async () => {
  const lead = await create();
  await say(lead, 1, { text: 'A secret' });
  await tenant.ask('POST', `/v1/leads/${lead.id}/messages`, { body: { text: 'A secret' } });
  const shown = JSON.stringify(await overview(lead.id));
  expect(shown).toContain('"text":"A secret"');
  const { lastAction, actions } = await overview(lead.id, await tenant.keyWith(['leads:read']));
  expect([lastAction?.type, lastAction?.messages]).toEqual(['message', []]);
  expect(actions.length).toBe(JSON.parse(shown).actions.length);
  expect(actions.flatMap(({ messages }) => messages)).toEqual([]);
});

it('shows at most a hundred lines, and finds what is older than they are', async () => {
  const lead = await create();
  await say(lead, 1, { text: 'sent long ago' });
  await transaction(tenant.ctx, async ({ tx, workspace, newId, at }) => {
    const rows = Array.from({ length: 120 }, (_, index) => {
      const id = newId(at);
      const line = { type: 'system_note', summary: String(index), actorKind: 'system', createdAt: timeOfId(id) };
      return { workspaceId: workspace.id, id, leadId: lead.id, ...line };
    });
    await tx`insert into action_logs ${tx(rows)}`;
  });
  const { actions, lastAction } = await overview(lead.id);
  expect([actions.length, actions[0]?.summary, lastAction?.summary]).toEqual([100, '119', 'sent long ago']);
});

it('matches no test lead, and shows nobody else’s', async () => {
  await create({ email: 'same@example.com' }, tenant.testKey);
  const test = await create({ email: 'same@example.com' }, tenant.testKey);
  expect((await overview(test.id, tenant.testKey)).matchingLeads).toEqual([]);
  const other = await addTenant(server);
  for (const ask of [tenant.ask, other.ask]) {
    expect((await ask('GET', `/v1/leads/${test.id}/overview`)).statusCode).toBe(404);
  }
  const key = await tenant.keyWith(['leads:write']);
  const refused = await tenant.ask('GET', `/v1/leads/${test.id}/overview`, { key });
  expect([refused.statusCode, refused.json().scope]).toEqual([403, 'leads:read']);
});

it('gives each of many callers at once what stands around its own lead, and nothing of anybody else’s', async () => {
  const others = [tenant, await addTenant(server), await addTenant(server)];
  const made = await Promise.all(
    others.map(async ({ ask, slug }) => {
      const { id } = (await ask('POST', '/v1/leads', { body: { email: `${slug}@example.com` } })).json();
      const twin = (await ask('POST', '/v1/leads', { body: { email: `${slug}@example.com` } })).json();
      return { ask, id, twinId: twin.id };
    }),
  );
  const answers = await Promise.all(
    made.flatMap((reader) =>
      made.map(async ({ id, twinId }) => {
        const reply = await reader.ask('GET', `/v1/leads/${id}/overview`);
        const shown = reply.statusCode === 200 ? reply.json().matchingLeads : reply.statusCode;
        return reader.id === id ? [shown.length, shown[0]?.id === twinId] : [shown];
      }),
    ),
  );
  expect(answers).toEqual(made.flatMap((reader) => made.map(({ id }) => (reader.id === id ? [1, true] : [404]))));
});

it('is held by row-level security where the statement is wrong: nothing is read under another’s workspace', async () => {
  const lead = await create();
  const other = await addTenant(server);
  const around = (workspaceId: string) => server.context.db.sql`
    select place, json_array_length(actions) as lines
    from read_surroundings(array[${workspaceId}::uuid], array[${lead.id}::uuid], array[false])`;
  expect([...(await around(tenant.ctx.workspace.id))]).toEqual([{ place: 1, lines: 1 }]);
  expect([...(await around(other.ctx.workspace.id))]).toEqual([]);
  // Without a word about the workspace, the views still show the rows of the one that is set.
  const lines = await transaction(other.ctx, ({ tx }) => tx`select id from action_views where lead_id = ${lead.id}`);
  const unset = await server.context.db.sql`select id from action_views`;
  expect([[...lines], [...unset]]).toEqual([[], []]);
});

it('leaves a transaction in the workspace that it was in', async () => {
  const lead = await create();
  const leads = await transaction(tenant.ctx, async ({ tx, workspace }) => {
    await tx`select place from read_surroundings(array[${workspace.id}::uuid], array[${lead.id}::uuid], array[false])`;
    return tx`select id from leads where id = ${lead.id}`;
  });
  expect(leads).toHaveLength(1);
});
