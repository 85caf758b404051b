import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput, notFound } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { stopPending } from '../conversations/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { evaluateAtEnd } from './evaluate-gates.ts';
import { forgetAnswers } from './forget-answers.ts';
import { leadParams, readLead } from './get-lead.ts';
import { stopAgent } from './hand-over.ts';
import { type Lead, leadSchema } from './lead.ts';
import { lockPersons } from './lock-lead.ts';
import { type Filled, mergeColumns, withFilled } from './merge-columns.ts';
import { lockForMerge, type MergeLead, writeColumns } from './merge-rows.ts';
import { type MovedRows, moveRows, type Silenced } from './move-rows.ts';
import { optOut } from './opt-out.ts';
import { stopTimers } from './stop-timers.ts';
import { suppressProved } from './suppress-addresses.ts';

/**
 * Makes two leads one person: all that hangs on `leadId` goes to `intoLeadId`, which takes over what it lacks, and the
 * first reads as missing from then on. Both histories stay, and `unmergeLead` undoes it. Who opted out or was taken over
 * by a person in one has been in both. Returns the survivor. Raises `not_found`, `invalid_input` for one lead twice.
 */
export async function mergeLead(ctx: Ctx, input: { leadId: string; intoLeadId: string }): Promise<Lead> {
  requireScope(ctx, 'leads:write');
  const { leadId, intoLeadId } = input;
  return transaction(ctx, async (tctx) => {
    await lockPersons(tctx);
    const found = (await lockForMerge(tctx, [leadId, intoLeadId])).filter((lead) => lead.deletedAt === null);
    const [merged, survivor] = [leadId, intoLeadId].map((id) => found.find((lead) => lead.id === id.toLowerCase()));
    if (!merged || !survivor) throw notFound('lead');
    if (merged === survivor) {
      const message = 'This is the lead itself. Give the id of another.';
      throw invalidInput('A lead cannot be merged into itself.', [{ path: ['intoLeadId'], message }]);
    }
    await merge(tctx, merged, survivor);
    return readLead(tctx, survivor.id);
  });
}

async function merge(ctx: TxCtx, merged: MergeLead, survivor: MergeLead): Promise<void> {
  const { tx, at, workspace } = ctx;
  const filled = mergeColumns(survivor, merged);
  const rows = await moveRows(ctx, { from: merged.id, to: survivor.id });
  await writeColumns(ctx, survivor.id, withFilled(survivor, filled));
  await tx`
    update leads set deleted_at = ${at}, merged_into_id = ${survivor.id}, updated_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${merged.id}`;
  const isPersons = survivor.owner === 'person' || merged.owner === 'person';
  const silenced = isPersons ? await silence(ctx, survivor.id) : { silencedConversations: [], silencedRuns: [] };
  if (isPersons) await stopAgent(ctx, survivor.id, 'a person has taken over');
  const { optedOutAt, stopped } = await holdOptOut(ctx, merged, survivor);
  evaluateAtEnd(ctx, survivor.id);
  await forgetAnswers(ctx, merged.id);
  const moved = { ...rows, ...silenced, optedOutAt, stoppedRuns: [...rows.stoppedRuns, ...stopped] };
  await remember(ctx, { merged, survivor, moved, filled });
  await tell(ctx, { merged, survivor, moved, filled });
}

/** The agent is silent with a person that somebody has taken over, in what came from the other lead too. */
async function silence({ tx, at, workspace }: TxCtx, leadId: string): Promise<Silenced> {
  const conversations = await tx<{ id: string }[]>`
    update conversations set owner = 'person', updated_at = ${at}
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and owner = 'agent' returning id`;
  const runs = await tx<{ id: string }[]>`
    update runs set human_takeover = true, updated_at = ${at}
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and not human_takeover returning id`;
  return {
    silencedConversations: conversations.map(({ id }) => id),
    silencedRuns: runs.map(({ id }) => id),
  };
}

/**
 * An opt-out of either is the person's, for what either proved: when the survivor opted out by it, or which moved runs
 * the survivor's stops. Undoing the merge takes them up again, but the timers and messages that were to come are gone.
 */
async function holdOptOut(ctx: TxCtx, merged: MergeLead, survivor: MergeLead) {
  const { tx, at, workspace } = ctx;
  if (survivor.optedOutAt === null) {
    if (merged.optedOutAt === null) return { optedOutAt: null, stopped: [] };
    await optOut(ctx, { leadId: survivor.id });
    return { optedOutAt: at.toISOString(), stopped: [] };
  }
  // They bear the moment of the opt-out, by which opting in knows what it ended.
  const stopped = await tx<{ id: string }[]>`
    update runs set run_status = 'cancelled', is_active = false, ended_at = ${survivor.optedOutAt}, updated_at = ${at}
    where workspace_id = ${workspace.id} and lead_id = ${survivor.id} and is_active returning id`;
  const reason = 'the lead has opted out';
  await stopTimers(ctx, survivor.id, reason);
  await stopPending(ctx, { leadIds: [survivor.id], reason });
  await suppressProved(ctx, survivor.id);
  await suppressProved(ctx, survivor.id, merged.id);
  return { optedOutAt: null, stopped: stopped.map(({ id }) => id) };
}

interface Merge {
  readonly merged: MergeLead;
  readonly survivor: MergeLead;
  readonly moved: MovedRows;
  readonly filled: Filled;
}

async function remember(ctx: TxCtx, { merged, survivor, moved, filled }: Merge): Promise<void> {
  const { tx, workspace } = ctx;
  const id = ctx.newId(ctx.at);
  await tx`
    insert into lead_merges (workspace_id, id, survivor_id, merged_id, moved, filled, created_at)
    values (${workspace.id}, ${id}, ${survivor.id}, ${merged.id}, ${tx.json(asJson(moved))},
      ${tx.json(asJson(filled))}, ${timeOfId(id)})`;
}

async function tell(ctx: TxCtx, { merged, survivor, moved, filled }: Merge): Promise<void> {
  const stage = filled.columns.stage?.is;
  const stopped = moved.stoppedRuns.map((runId) =>
    recordEvent(ctx, { type: 'run.ended', leadId: survivor.id, data: { runId, outcome: 'merged' } }),
  );
  await Promise.all([
    ...stopped,
    recordEvent(ctx, { type: 'lead.merged', leadId: merged.id, data: { intoLeadId: survivor.id } }),
    recordEvent(ctx, {
      type: 'lead.updated',
      leadId: survivor.id,
      data: { changed: Object.keys(filled.columns), mergedLeadId: merged.id },
    }),
    stage === undefined
      ? undefined
      : recordEvent(ctx, {
          type: 'lead.stage_changed',
          leadId: survivor.id,
          data: { from: survivor.stage, to: String(stage) },
        }),
    recordAction(ctx, {
      leadId: survivor.id,
      type: 'api_activity',
      summary: 'Another lead was merged into this one',
      output: { leadId: merged.id },
    }),
    recordAction(ctx, {
      leadId: merged.id,
      type: 'api_activity',
      summary: 'Merged into another lead',
      output: { leadId: survivor.id },
    }),
    recordAudit(ctx, { verb: 'mergeLead', objectType: 'lead', objectId: merged.id }),
    recordAudit(ctx, {
      verb: 'mergeLead',
      objectType: 'lead',
      objectId: survivor.id,
      changed: Object.keys(filled.columns),
    }),
  ]);
}

export const mergeLeadOperation = defineOperation({
  operationId: 'mergeLead',
  method: 'POST',
  path: '/v1/leads/{leadId}/merge',
  tag: 'Leads',
  summary: 'Merge a lead into another',
  description:
    'For two leads that are one person. Conversations, appointments, documents, variables and the timeline go to the survivor, which takes over what it lacks; this lead reads as missing from then on. `unmerge` undoes it.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: z.strictObject({ intoLeadId: z.uuid().describe('The lead that stays.') }),
  success: { status: 200, description: 'The survivor as it is now.', schema: leadSchema },
  errors: ['not_found'],
  etag: (lead) => String(lead.revision),
  handle: (ctx: Ctx, { params, body }) => mergeLead(ctx, { ...params, ...body }),
});
