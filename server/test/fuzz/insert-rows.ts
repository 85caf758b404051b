import { createHash, randomBytes } from 'node:crypto';
import type { TxCtx } from '../../src/db/database.ts';
import { timeOfId } from '../../src/kernel/ids.ts';
import type { Rows, SeededLead } from './seed-rows.ts';

type RestOfRows = Omit<Rows, 'leads' | 'appointments' | 'keys' | 'calendarFiles' | 'cursors'>;

/** What no operation makes, or makes only where another part of the product is at work. */
export async function insertRest(
  ctx: TxCtx,
  word: string,
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
