import { createHash, randomBytes } from 'node:crypto';
import { type TxCtx, transaction } from '../../src/db/database.ts';
import { timeOfId } from '../../src/kernel/ids.ts';
import type { TestTenant } from '../api.ts';

/** What a tenant has, by kind: ids unless said otherwise. */
export interface Rows {
  /** The one with all there is first; the last two are merged and deleted. */
  readonly leads: readonly string[];
  readonly conversations: readonly string[];
  readonly appointments: readonly string[];
  readonly agents: readonly string[];
  readonly workflows: readonly string[];
  readonly campaigns: readonly string[];
  readonly members: readonly string[];
  readonly documents: readonly string[];
  /** The leads' own rows. */
  readonly checklistItems: readonly string[];
  readonly keys: readonly string[];
  readonly hooks: readonly string[];
  /** Names. */
  readonly tags: readonly string[];
  readonly hookTokens: readonly string[];
  readonly calendarFiles: readonly string[];
  readonly chats: readonly { readonly conversationId: string; readonly token: string }[];
  readonly cursors: readonly string[];
}

export interface SeedOptions {
  readonly workflow: string;
  /** Stands in every text of the rows. */
  readonly word: string;
  /** Of the first lead; the others' are made of the word. */
  readonly contact: { readonly email: string; readonly phone: string; readonly externalId: string };
}

/** Gives a tenant one of everything, and several leads: one with all there is, others with little, a merged, a deleted. */
export async function seedRows(tenant: TestTenant, options: SeedOptions): Promise<Rows> {
  const unique = randomBytes(4).toString('hex');
  const rich = await makeLead(tenant, options, options.contact);
  const plain = await makeLead(tenant, options, { email: `${options.word}.${unique}@example.com`.toLowerCase() });
  const spare = await makeLead(tenant, options, {});
  const other = await makeLead(tenant, options, {});
  const merged = await makeLead(tenant, options, {});
  const deleted = await makeLead(tenant, options, {});
  const appointment = await bookFirstSlot(tenant, options, rich.id);
  const { secret: _secret, ...key } = await ask(tenant, 'POST', '/v1/keys', { name: `${options.word} key` });
  const rows = await transaction(tenant.ctx, (ctx) => insertRest(ctx, options, { rich, plain, unique }));
  await tenant.ask('DELETE', `/v1/leads/${deleted.id}`);
  await ask(tenant, 'POST', `/v1/leads/${merged.id}/merge`, { intoLeadId: other.id });
  const page = await ask(tenant, 'GET', '/v1/leads?limit=1');
  return {
    ...rows,
    leads: [rich.id, plain.id, spare.id, other.id, merged.id, deleted.id],
    appointments: [String(appointment.id)],
    calendarFiles: [String(appointment.calendarPath).replace('/v1/calendar/', '')],
    keys: [String(key.id)],
    cursors: [String(page.nextCursor)],
  };
}

interface SeededLead {
  readonly id: string;
  readonly conversationId: string;
}

async function makeLead(tenant: TestTenant, { word, workflow }: SeedOptions, contact: object): Promise<SeededLead> {
  const body = {
    ...{
      givenName: word,
      middleName: 'M',
      familyName: `${word}son`,
      businessName: `${word} Ltd`,
      title: `${word} title`,
    },
    ...{
      website: `https://${word.toLowerCase()}.example`,
      goal: `${word} goal`,
      intent: word,
      timeline: `${word} soon`,
    },
    ...{
      qualificationScore: 50,
      qualificationNotes: `${word} notes`,
      source: word,
      tags: ['shared tag', `${word} tag`],
    },
    ...{ metadata: { company: `${word} company`, nested: { list: [word, 1, null] } }, timeZone: 'Europe/Berlin' },
    ...{ language: 'de', workflow, ...contact },
  };
  const lead = await ask(tenant, 'POST', '/v1/leads', body);
  await ask(tenant, 'PUT', `/v1/leads/${lead.id}/variables/size`, { value: 'small' });
  await ask(tenant, 'PUT', `/v1/leads/${lead.id}/variables/street`, { value: `${word} street` });
  return { id: String(lead.id), conversationId: String(lead.conversationId) };
}

async function bookFirstSlot(tenant: TestTenant, { workflow, word }: SeedOptions, leadId: string) {
  const { data } = await ask(tenant, 'GET', `/v1/workflows/${workflow}/slots?limit=1`);
  const [slot] = Array.isArray(data) ? data : [];
  return ask(tenant, 'POST', '/v1/appointments', { leadId, startAt: slot.startAt, notes: `${word} notes` });
}

type RestOfRows = Omit<Rows, 'leads' | 'appointments' | 'keys' | 'calendarFiles' | 'cursors'>;

/** What no operation makes, or makes only where another part of the product is at work. */
async function insertRest(
  ctx: TxCtx,
  { word }: SeedOptions,
  { rich, plain, unique }: { readonly rich: SeededLead; readonly plain: SeededLead; readonly unique: string },
): Promise<RestOfRows> {
  const { tx, workspace } = ctx;
  const updatedAt = ctx.at;
  const email = `${word}.${unique}@team.example`.toLowerCase();
  const member = await insert(ctx, 'members', { name: `${word} member`, email, role: 'operator', updatedAt });
  const campaign = await insert(ctx, 'campaigns', { name: `${word} campaign`, updatedAt });
  await tx`
    update leads set campaign_id = ${campaign}, assigned_member_id = ${member}, form_responses = ${tx.json({ q: word })},
      activity_summary = ${word}, last_message_at = ${ctx.at}
    where workspace_id = ${workspace.id} and id = ${rich.id}`;
  const [run] = await tx<{ agentId: string; workflowId: string }[]>`
    select agent_id, workflow_id from runs where workspace_id = ${workspace.id} and lead_id = ${rich.id}`;
  const customer = { customerIdentifier: `${word}-${unique}`, customerName: word, agentId: run?.agentId };
  const leadless = await insert(ctx, 'conversations', { channel: 'whatsapp', ...customer, updatedAt });
  await insertTalk(ctx, word, rich);
  const storageKey = `${workspace.id}/${unique}`;
  const file = { fileName: `${word}.pdf`, mimeType: 'application/pdf', sizeBytes: 3, sha256: Buffer.alloc(32) };
  const document = await insert(ctx, 'documents', { leadId: rich.id, ...file, storageKey });
  await insert(ctx, 'action_logs', { leadId: rich.id, type: 'system_note', summary: word, actorKind: 'system' });
  await insert(ctx, 'tags', { name: `${word} ${unique}` });
  const fieldMapping = tx.json({ email: 'contact.mail' });
  const hook = await insert(ctx, 'intake_hooks', { name: `${word} hook`, fieldMapping, updatedAt });
  return {
    conversations: [rich.conversationId, plain.conversationId, leadless],
    agents: [String(run?.agentId)],
    workflows: [String(run?.workflowId)],
    campaigns: [campaign],
    members: [member],
    documents: [document],
    checklistItems: await insertChecklist(ctx, rich.id, document),
    hooks: [hook],
    tags: ['shared tag', `${word} tag`, `${word} ${unique}`],
    hookTokens: [await insertToken(ctx, 'intake_hook', hook)],
    chats: [await openChat(ctx, rich), await openChat(ctx, plain)],
  };
}

async function insert({ tx, at, newId, workspace }: TxCtx, table: string, row: object): Promise<string> {
  const id = newId(at);
  await tx`insert into ${tx(table)} ${tx({ workspaceId: workspace.id, id, createdAt: timeOfId(id), ...row })}`;
  return id;
}

/** A message of each side, and a call. */
async function insertTalk(ctx: TxCtx, word: string, { id: leadId, conversationId }: SeededLead): Promise<void> {
  const { tx, workspace, at } = ctx;
  const inbound = { direction: 'inbound', author: 'lead', status: 'received' };
  const outbound = { direction: 'outbound', author: 'agent', status: 'sent' };
  for (const side of [inbound, outbound]) {
    const [conversation] = await tx<{ seq: number }[]>`
      update conversations set last_seq = last_seq + 1, last_message_at = ${at}
      where workspace_id = ${workspace.id} and id = ${conversationId} returning last_seq as seq`;
    const body = `${word} says hello`;
    await insert(ctx, 'messages', {
      conversationId,
      leadId,
      seq: conversation?.seq,
      channel: 'web_chat',
      body,
      ...side,
    });
  }
  const times = { startedAt: at, endedAt: at, durationSeconds: 61, updatedAt: at };
  const said = { summary: `${word} summary`, transcript: word };
  await insert(ctx, 'calls', { leadId, conversationId, direction: 'outbound', status: 'ended', ...times, ...said });
}

/** The ids of the lead's own items. They may be there already. */
async function insertChecklist(ctx: TxCtx, leadId: string, documentId: string): Promise<string[]> {
  const { tx, workspace } = ctx;
  const items = await tx<{ id: string }[]>`
    select i.id from checklist_items i join runs r on r.workspace_id = i.workspace_id and r.workflow_id = i.workflow_id
    where i.workspace_id = ${workspace.id} and r.lead_id = ${leadId} order by i.position`;
  for (const item of items) {
    await tx`
      insert into lead_checklist_items (workspace_id, id, lead_id, checklist_item_id, created_at, updated_at)
      values (${workspace.id}, ${ctx.newId(ctx.at)}, ${leadId}, ${item.id}, ${ctx.at}, ${ctx.at})
      on conflict do nothing`;
  }
  const own = await tx<{ id: string }[]>`
    select id from lead_checklist_items where workspace_id = ${workspace.id} and lead_id = ${leadId}`;
  const [first] = own;
  if (first) await insert(ctx, 'checklist_item_documents', { leadChecklistItemId: first.id, documentId });
  return own.map(({ id }) => id);
}

async function openChat(ctx: TxCtx, { conversationId }: SeededLead): Promise<Rows['chats'][number]> {
  return { conversationId, token: await insertToken(ctx, 'conversation', conversationId) };
}

async function insertToken(ctx: TxCtx, kind: string, subjectId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  await ctx.tx`
    insert into token_directory (token_hash, kind, workspace_id, subject_id, created_at)
    values (${hash}, ${kind}, ${ctx.workspace.id}, ${subjectId}, ${ctx.at})`;
  return token;
}

/** Asks for what must succeed, and gives what was answered. */
async function ask(tenant: TestTenant, method: 'GET' | 'POST' | 'PUT', url: string, body?: object) {
  const response = await tenant.ask(method, url, body && { body });
  if (response.statusCode >= 300) throw new Error(`${method} ${url} answered ${response.statusCode}: ${response.body}`);
  return response.json<Record<string, unknown>>();
}
