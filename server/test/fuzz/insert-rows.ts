import { createHash, randomBytes } from 'node:crypto';
import type { TxCtx } from '../../src/db/database.ts';
import { timeOfId } from '../../src/kernel/ids.ts';
import type { Rows, SeededLead } from './seed-rows.ts';

type RestOfRows = Omit<
  Rows,
  | 'leads'
  | 'appointments'
  | 'keys'
  | 'knowledge'
  | 'calendarFiles'
  | 'cursors'
  | 'portalTokens'
  | 'endpoints'
  | 'deliveries'
  | 'events'
>;

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
  const campaigns = [campaign];
  await tx`
    update leads set campaign_id = ${campaign}, assigned_member_id = ${member}, form_responses = ${tx.json({ q: word })},
      activity_summary = ${word}, last_message_at = ${ctx.at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${rich.id}`;
  const [run] = await tx<{ id: string; agentId: string; workflowId: string }[]>`
    select id, agent_id, workflow_id from runs where workspace_id = ${workspace.id} and lead_id = ${rich.id}`;
  for (const state of ['draft', 'running', 'paused'])
    campaigns.push(
      await insert(ctx, 'campaigns', { name: `${word} ${state}`, state, workflowId: run?.workflowId, updatedAt }),
    );
  const customer = { customerIdentifier: `${word}-${unique}`, customerName: word, agentId: run?.agentId };
  const leadless = await insert(ctx, 'conversations', { channel: 'whatsapp', ...customer, updatedAt });
  await insertTalk(ctx, word, rich);
  const drafts = [await insertDraft(ctx, word, rich), await insertDraft(ctx, word, plain)];
  const storageKey = `${workspace.id}/${unique}`;
  const file = { fileName: `${word}.pdf`, mimeType: 'application/pdf', sizeBytes: 3, sha256: Buffer.alloc(32) };
  const document = await insert(ctx, 'documents', { leadId: rich.id, ...file, storageKey });
  await insert(ctx, 'action_logs', { leadId: rich.id, type: 'system_note', summary: word, actorKind: 'system' });
  await insert(ctx, 'tags', { name: `${word} ${unique}` });
  const fieldMapping = tx.json({ email: 'contact.mail' });
  const hook = await insert(ctx, 'intake_hooks', { name: `${word} hook`, fieldMapping, updatedAt });
  const consent = await insert(ctx, 'consents', { leadId: rich.id, basis: word, givenAt: ctx.at });
  const address = `${word}.${unique}@gone.example`.toLowerCase();
  const addressHash = createHash('sha256').update(`${workspace.id}:${address}`).digest();
  const suppressed = { kind: 'email', address, addressHash, reason: 'bounced' };
  const suppression = await insert(ctx, 'suppressions', suppressed);
  const automation = await insertAutomation(ctx, word);
  return {
    automations: [automation],
    firings: [await insertFiring(ctx, automation, rich), await insertFiring(ctx, automation, plain)],
    conversations: [rich.conversationId, plain.conversationId, leadless],
    agents: [String(run?.agentId)],
    workflows: [String(run?.workflowId)],
    runs: [String(run?.id)],
    campaigns,
    members: [member],
    documents: [document],
    consents: [consent],
    suppressions: [suppression],
    drafts,
    followUps: [await insertFollowUp(ctx, word, rich, -2), await insertFollowUp(ctx, word, rich, -3)],
    calls: [await insertCall(ctx, rich, false), await insertCall(ctx, rich, true)],
    pastAppointments: [await insertPast(ctx, word, rich)],
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

/** A rule that is paused, as no job is at work; returns the id. */
function insertAutomation(ctx: TxCtx, word: string): Promise<string> {
  const { tx, at } = ctx;
  const action = tx.json({ do: 'addTag', with: { tag: `${word} tag` } });
  const rule = { name: `${word} rule`, events: ['lead.created'], action, isPaused: true };
  return insert(ctx, 'automations', { ...rule, startsAt: at, updatedAt: at });
}

function insertFiring(ctx: TxCtx, automationId: string, { id: leadId }: SeededLead): Promise<string> {
  const { at } = ctx;
  const event = { eventId: ctx.newId(at), eventType: 'lead.created', eventAt: at, eventData: ctx.tx.json({}) };
  const ended = { state: 'failed', error: 'no', availableAt: at, finishedAt: at, updatedAt: at };
  return insert(ctx, 'automation_firings', { automationId, leadId, ...event, ...ended });
}

/** Words of the agent that wait for approval; returns the id. */
function insertDraft(ctx: TxCtx, word: string, { id: leadId, conversationId }: SeededLead): Promise<string> {
  const draft = { kind: 'draft', seq: -1, direction: 'outbound', author: 'agent', status: 'awaiting_approval' };
  const onApproval = ctx.tx.json([]);
  return insert(ctx, 'messages', {
    leadId,
    conversationId,
    channel: 'api',
    body: `${word} draft`,
    onApproval,
    ...draft,
  });
}

function insertFollowUp(
  ctx: TxCtx,
  word: string,
  { id: leadId, conversationId }: SeededLead,
  seq: number,
): Promise<string> {
  const scheduledAt = new Date(ctx.at.getTime() + 86_400_000);
  const followUp = { kind: 'follow_up', direction: 'outbound', author: 'agent', status: 'scheduled' };
  return insert(ctx, 'messages', {
    ...{ leadId, conversationId, channel: 'api', body: `${word} follow-up`, purpose: 'follow_up', seq, scheduledAt },
    ...followUp,
  });
}

/** An appointment whose time has come. */
function insertPast(ctx: TxCtx, word: string, { id: leadId }: SeededLead): Promise<string> {
  const startAt = new Date(ctx.at.getTime() - 7_200_000);
  const endAt = new Date(ctx.at.getTime() - 3_600_000);
  const times = { startAt, endAt, blockedUntil: endAt, timeZone: 'UTC', updatedAt: ctx.at };
  const uid = randomBytes(11).toString('hex');
  return insert(ctx, 'appointments', { leadId, uid, title: `${word} visit`, status: 'confirmed', ...times });
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
  const transcript = tx.json([{ speaker: 'lead', text: word, at: null }]);
  const said = { summary: `${word} summary`, transcript };
  await insert(ctx, 'calls', { leadId, conversationId, direction: 'outbound', status: 'ended', ...times, ...said });
}

/** A call without words, that goes on or is over. */
function insertCall(ctx: TxCtx, { id: leadId, conversationId }: SeededLead, isOver: boolean): Promise<string> {
  const end = isOver ? { status: 'ended', endedAt: ctx.at } : { status: 'in_progress' };
  const call = { direction: 'inbound', startedAt: ctx.at, updatedAt: ctx.at, ...end };
  return insert(ctx, 'calls', { leadId, conversationId, ...call });
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
