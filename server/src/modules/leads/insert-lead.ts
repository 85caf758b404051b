import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { openConversation } from '../conversations/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { findWorkflow, findWorkflowOfAgent, type LoadedWorkflow } from '../workflows/index.ts';
import { adoptConversation, type LeadlessConversation, lockLeadless } from './adopt-conversation.ts';
import { requireKnown } from './check-references.ts';
import { writeVariables } from './check-value.ts';
import { fillFromMetadata } from './fill-from-metadata.ts';
import { awaitPerson, giveToPerson } from './hand-over.ts';
import { type LeadColumns, toColumns } from './lead-columns.ts';
import { leadInputOf, type NewLead, type NewLeadOptions } from './new-lead.ts';
import { optOut } from './opt-out.ts';
import { recordConsent } from './record-consent.ts';
import { pointsOf, refuseDuplicate } from './same-person.ts';
import { startRun } from './start-run.ts';

/** Where somebody waits for the agent's first words. An import must not stand in the queue before those who talk. */
const GREETED_CHANNELS = new Set(['web_chat']);

/** The ids of a new lead and of its first conversation, for verbs that go on with them. */
export async function insertLead(
  ctx: TxCtx,
  input: NewLead,
  { channel: cameBy, summary = 'Lead created', path = [] }: NewLeadOptions = {},
): Promise<{ leadId: string; conversationId: string }> {
  const columns = toColumns(leadInputOf(input), { country: ctx.workspace.country, at: ctx.at, path });
  await requireKnown(ctx, input, path);
  if (input.unique) await refuseDuplicate(ctx, pointsOf(input, ctx.workspace.country), input.unique);
  const leadless = input.conversationId === undefined ? undefined : await lockLeadless(ctx, input.conversationId);
  const workflow = await chooseWorkflow(ctx, input);
  const agentId = input.agentId ?? workflow?.agent.id ?? (await defaultAgentId(ctx));
  const channel = cameBy ?? leadless?.channel ?? 'api';
  const [leadId, runId] = [ctx.newId(ctx.at), workflow ? ctx.newId(ctx.at) : null];
  const conversationId = leadless?.id ?? ctx.newId(ctx.at);
  // All on its way at once, in this order: the rows that others point at come first.
  await Promise.all([
    insertRow(ctx, leadId, columns, { input, channel, agentId, leadless }),
    recordEvent(ctx, { type: 'lead.created', leadId, data: { channel, source: columns.source ?? null } }),
    workflow && runId ? startRun(ctx, { id: runId, leadId, workflow }) : undefined,
    leadless
      ? adoptConversation(ctx, {
          leadId,
          runId,
          takesAgent: workflow !== undefined || input.agentId !== undefined,
          conversation: leadless,
        })
      : openConversation(ctx, { id: conversationId, leadId, agentId, runId, channel }),
    recordAction(ctx, { leadId, conversationId, type: 'api_activity', summary }),
    recordAudit(ctx, { verb: 'createLead', objectType: 'lead', objectId: leadId }),
    input.consent ? recordConsent(ctx, leadId, channel, input.consent) : undefined,
    cameBy !== undefined && GREETED_CHANNELS.has(cameBy)
      ? enqueueStimulus(ctx, { leadId, kind: 'lead_created', payload: { conversationId } })
      : undefined,
    workflow && fillFromMetadata(ctx, leadId, workflow.definition, input.metadata ?? {}),
  ]);
  await takeEffect(ctx, input, { leadId, workflow, path });
  return { leadId, conversationId };
}

/** The one that is named; else the named agent's own, for it must not ask another's questions; else the default. */
function chooseWorkflow(ctx: TxCtx, { workflow, agentId }: NewLead): Promise<LoadedWorkflow | undefined> {
  return workflow === undefined && agentId !== undefined
    ? findWorkflowOfAgent(ctx, agentId)
    : findWorkflow(ctx, workflow);
}

/** What a lead brings with it beyond its columns. */
async function takeEffect(
  ctx: TxCtx,
  { variables = {}, owner, optedOut, needsHuman, needsHumanReason }: NewLead,
  { leadId, workflow, path }: { leadId: string; workflow: LoadedWorkflow | undefined; path: readonly string[] },
): Promise<void> {
  const given = Object.entries(variables).filter(([, value]) => value !== null);
  if (given.length > 0)
    await writeVariables(ctx, Object.fromEntries(given), { leadId, definition: workflow?.definition, path });
  if (needsHuman)
    await recordEvent(ctx, { type: 'lead.needs_human', leadId, data: { reason: needsHumanReason ?? null } });
  if (owner === 'person') await giveToPerson(ctx, { leadId, isAwaited: needsHuman === true, isNew: true });
  if (owner === undefined && needsHuman) await awaitPerson(ctx, leadId);
  if (optedOut) await optOut(ctx, { leadId });
}

interface Origin {
  readonly input: NewLead;
  readonly channel: string;
  readonly agentId: string;
  readonly leadless: LeadlessConversation | undefined;
}

async function insertRow(ctx: TxCtx, id: string, columns: LeadColumns, origin: Origin): Promise<void> {
  const { input, channel, agentId, leadless } = origin;
  const { stage = 'new', lostReason = null, needsHuman = false, needsHumanReason = null } = input;
  const createdAt = timeOfId(id);
  const row = {
    workspaceId: ctx.workspace.id,
    id,
    ...columns,
    channel,
    agentId,
    stage,
    lostReason,
    needsHuman,
    needsHumanReason,
    isTest: ctx.isTest,
    metadata: ctx.tx.json(asJson(input.metadata ?? {})),
    formResponses: ctx.tx.json(asJson(input.formResponses ?? {})),
    importedAt: input.importedAt ?? null,
    lastMessageAt: leadless?.lastMessageAt ?? null,
    lastActivityAt: createdAt,
    createdAt,
    updatedAt: createdAt,
  };
  await ctx.tx`insert into leads ${ctx.tx(row)}`;
}

async function defaultAgentId(ctx: TxCtx): Promise<string> {
  const [row] = await ctx.tx<{ defaultAgentId: string }[]>`
    select default_agent_id from workspaces where id = ${ctx.workspace.id}`;
  if (!row) throw new Error(`workspace ${ctx.workspace.id} has gone`);
  return row.defaultAgentId;
}
