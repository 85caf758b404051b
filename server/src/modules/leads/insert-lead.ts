import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { collectConversation } from '../conversations/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { findWorkflow, findWorkflowOfAgent, type LoadedWorkflow } from '../workflows/index.ts';
import { adoptConversation, lockLeadless } from './adopt-conversation.ts';
import { requireKnown } from './check-references.ts';
import { writeVariables } from './check-value.ts';
import { fillFromMetadata } from './fill-from-metadata.ts';
import { awaitPerson, giveToPerson } from './hand-over.ts';
import { toColumns } from './lead-columns.ts';
import { collectLeadRow } from './lead-row.ts';
import { leadInputOf, type NewLead, type NewLeadOptions } from './new-lead.ts';
import { tellOfNeed } from './notify.ts';
import { optOut } from './opt-out.ts';
import { recordConsent } from './record-consent.ts';
import { pointsOf, refuseDuplicate } from './same-person.ts';
import { collectRun } from './start-run.ts';

/** Where somebody waits for the agent's first words. An import must not stand in the queue before those who talk. */
const GREETED_CHANNELS = new Set(['web_chat']);

interface NewLeadIds {
  readonly leadId: string;
  readonly conversationId: string;
}

/** Makes a lead with its first conversation, for verbs that go on with them; returns their ids. */
export async function insertLead(ctx: TxCtx, input: NewLead, options?: NewLeadOptions): Promise<NewLeadIds> {
  const ids = await collectLead(ctx, input, options);
  await writeCollected(ctx.tx);
  return ids;
}

/** As `insertLead`, for the caller to write: what hangs on the rows that are made is there after `writeCollected`. */
export async function collectLead(
  ctx: TxCtx,
  input: NewLead,
  { channel: cameBy, summary = 'Lead created', path = [], staysOut = false }: NewLeadOptions = {},
): Promise<NewLeadIds> {
  const columns = toColumns(leadInputOf(input), { country: ctx.workspace.country, at: ctx.at, path });
  await requireKnown(ctx, input, path);
  if (input.unique) await refuseDuplicate(ctx, pointsOf(input, ctx.workspace.country), input.unique);
  const leadless = input.conversationId === undefined ? undefined : await lockLeadless(ctx, input.conversationId);
  const workflow = staysOut ? undefined : await chooseWorkflow(ctx, input);
  const agentId = input.agentId ?? workflow?.agentId ?? (await defaultAgentId(ctx));
  const channel = cameBy ?? leadless?.channel ?? 'api';
  const [leadId, runId] = [ctx.newId(ctx.at), workflow ? ctx.newId(ctx.at) : null];
  const conversationId = leadless?.id ?? ctx.newId(ctx.at);
  collectLeadRow(ctx, leadId, columns, { input, channel, agentId, lastMessageAt: leadless?.lastMessageAt ?? null });
  recordEvent(ctx, { type: 'lead.created', leadId, data: { channel, source: columns.source ?? null } });
  // Who is there already is talked with, not sought out.
  const reachesOut = input.reachOut !== false && leadless === undefined && !GREETED_CHANNELS.has(channel);
  if (workflow && runId)
    collectRun(ctx, {
      id: runId,
      leadId,
      workflow,
      reachesOut: reachesOut && isNew(input),
      firstContact: input.firstContact,
    });
  if (leadless) {
    await writeCollected(ctx.tx);
    const takesAgent = workflow !== undefined || input.agentId !== undefined;
    await adoptConversation(ctx, { leadId, runId, takesAgent, conversation: leadless });
  } else {
    collectConversation(ctx, { id: conversationId, leadId, agentId, runId, channel });
  }
  recordAction(ctx, { leadId, conversationId, type: 'api_activity', summary });
  recordAudit(ctx, { verb: 'createLead', objectType: 'lead', objectId: leadId });
  if (input.consent) recordConsent(ctx, leadId, input.consent);
  if (cameBy !== undefined && GREETED_CHANNELS.has(cameBy))
    enqueueStimulus(ctx, { leadId, kind: 'lead_created', payload: { conversationId } });
  if (workflow) await fillFromMetadata(ctx, leadId, workflow.definition, input.metadata ?? {});
  await takeEffect(ctx, input, { leadId, workflow, path });
  return { leadId, conversationId };
}

/** What was somewhere else before, or is at its end, is not written to because it came here. */
function isNew({ importedAt, stage }: NewLead): boolean {
  return importedAt === undefined && stage !== 'lost' && stage !== 'converted';
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
  if (given.length > 0 || needsHuman || owner === 'person' || optedOut) await writeCollected(ctx.tx);
  if (given.length > 0)
    await writeVariables(ctx, Object.fromEntries(given), { leadId, definition: workflow?.definition, path });
  if (needsHuman) await tellOfNeed(ctx, { leadId, reason: needsHumanReason ?? null });
  if (owner === 'person') await giveToPerson(ctx, { leadId, isAwaited: needsHuman === true, isNew: true });
  if (owner === undefined && needsHuman) await awaitPerson(ctx, leadId);
  if (optedOut) await optOut(ctx, { leadId });
}

async function defaultAgentId(ctx: TxCtx): Promise<string> {
  const [row] = await ctx.tx<{ defaultAgentId: string }[]>`
    select default_agent_id from workspaces where id = ${ctx.workspace.id}`;
  if (!row) throw new Error(`workspace ${ctx.workspace.id} has gone`);
  return row.defaultAgentId;
}
