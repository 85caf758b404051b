import type { TxCtx } from '../../db/database.ts';
import { findWorkflow } from '../workflows/index.ts';
import { adoptConversation, lockLeadless } from './adopt-conversation.ts';
import { type Change, changeLead } from './change-lead.ts';
import { evaluateAtEnd } from './evaluate-gates.ts';
import { distinctTags } from './lead-columns.ts';
import { type LockedLead, touchLead } from './lock-lead.ts';
import { leadInputOf, type NewLead } from './new-lead.ts';
import { recordConsent } from './record-consent.ts';
import { startRun } from './start-run.ts';

interface Joining {
  readonly leadId: string;
  readonly before: LockedLead;
  readonly path?: readonly string[];
}

/** Brings what came with a known lead to it: nothing that is there is emptied, and no opt-out is taken back. */
export async function joinLead(ctx: TxCtx, input: NewLead, joining: Joining): Promise<void> {
  const { leadId, before, path } = joining;
  const change = changeOf(input, before);
  if (Object.keys(change).length > 0)
    await changeLead(ctx, change, { leadId, before, verb: 'upsertLead', path, joins: true });
  if (input.consent) recordConsent(ctx, leadId, input.consent);
  const isOut = before.optedOutAt !== null || input.optedOut === true;
  const runId = input.workflow === undefined || isOut ? null : await enterWorkflow(ctx, leadId, input.workflow);
  if (input.conversationId === undefined) return;
  const conversation = await lockLeadless(ctx, input.conversationId);
  await adoptConversation(ctx, { leadId, runId, conversation });
  await touchLead(ctx, leadId);
}

/** What is given and not empty, tags and metadata as additions. */
function changeOf(input: NewLead, before: LockedLead): Change {
  const { stage, lostReason, needsHuman, needsHumanReason, variables } = input;
  const { tags, metadata, optedOut, ...plain } = leadInputOf(input);
  return filled({
    ...plain,
    stage,
    lostReason,
    needsHuman,
    needsHumanReason,
    ...(optedOut && { optedOut }),
    ...(tags && tags.length > 0 && { tags: distinctTags([...before.tags, ...tags]) }),
    ...(metadata && { metadata: filled(metadata) }),
    ...(variables && { variables: filled(variables) }),
  });
}

/** What has something in it. The guarantee: values are left out, none is changed. */
function filled<T extends object>(object: T): Partial<T> {
  const entries = Object.entries(object).filter(
    ([, value]) => value !== undefined && value !== null && value !== '' && !isEmpty(value),
  );
  return Object.fromEntries(entries) as Partial<T>;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Puts a lead into a workflow that it has never been in; the run's id, or null where it has been. */
async function enterWorkflow(ctx: TxCtx, leadId: string, wanted: string): Promise<string | null> {
  const { tx, at, workspace } = ctx;
  const workflow = await findWorkflow(ctx, wanted);
  if (!workflow) return null;
  const earlier = await tx`
    select id from runs
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and workflow_id = ${workflow.id} limit 1`;
  if (earlier.length > 0) return null;
  const runId = await startRun(ctx, { leadId, workflow });
  evaluateAtEnd(ctx, leadId);
  await tx`
    update leads set agent_id = ${workflow.agentId}, updated_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${leadId}`;
  // The newest conversation goes on in it, unless it is busy with another.
  await tx`
    update conversations c set run_id = ${runId}, agent_id = ${workflow.agentId}, updated_at = ${at}
    where c.workspace_id = ${workspace.id} and c.lead_id = ${leadId}
      and c.id = (select id from conversations n where n.workspace_id = ${workspace.id} and n.lead_id = ${leadId} order by id desc limit 1)
      and not exists (select from runs r where r.workspace_id = c.workspace_id and r.id = c.run_id and r.is_active)`;
  return runId;
}
