import { writeCollected } from '../../db/begin.ts';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { leadParams, readLead } from './get-lead.ts';
import { giveBackRows } from './give-back-rows.ts';
import { type Lead, leadSchema } from './lead.ts';
import { lockPersons } from './lock-lead.ts';
import { type Filled, withoutFilled } from './merge-columns.ts';
import { lockForMerge, type MergeLead, writeColumns } from './merge-rows.ts';
import type { MovedRows } from './move-rows.ts';
import { optIn } from './opt-out.ts';
import { renewCadence } from './renew-cadence.ts';
import { renewStatusTimeouts } from './status-timeout.ts';
import { liftForeign } from './suppress-addresses.ts';

/**
 * Undoes a merge: the merged lead is there again with what came from it, as far as that is still there, and with what
 * happened in its conversations since; the survivor loses what it took over where nobody has changed it. Returns the
 * lead that is back. Raises `not_found` for one that is missing and was not merged, `conflict`: `not_merged` for one
 * that is there, `survivor_gone` where the other is deleted or was itself merged, which is to be undone first.
 */
export async function unmergeLead(ctx: Ctx, { leadId }: { leadId: string }): Promise<Lead> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    await lockPersons(tctx);
    await writeCollected(tctx.tx);
    const { merged, survivor } = await lockPair(tctx, leadId);
    const last = await readMerge(tctx, merged.id);
    const isTaken = await wasTakenSince(tctx, survivor.id, last.createdAt);
    await giveBackRows(tctx, { move: { from: survivor.id, to: merged.id }, ...last, staysSilent: isTaken });
    const columns = withoutFilled(survivor, isTaken ? withPerson(last.filled) : last.filled);
    await writeColumns(tctx, survivor.id, columns);
    await restore(tctx, merged.id, last.id);
    await renewStatusTimeouts(tctx, merged.id);
    await renewCadence(tctx, merged.id);
    // Not where the survivor opted in meanwhile, or out by its own word.
    if (survivor.optedOutAt?.toISOString() === last.moved.optedOutAt) await optIn(tctx, { leadId: survivor.id });
    await liftForeign(tctx, survivor.id, merged.id);
    await tell(tctx, merged, survivor, columns);
    return readLead(tctx, merged.id);
  });
}

/** Both rows, locked in the order of their ids: only then is it known that they still belong together. */
async function lockPair(ctx: TxCtx, leadId: string): Promise<{ merged: MergeLead; survivor: MergeLead }> {
  const { tx, workspace, isTest } = ctx;
  const [row] = await tx<{ mergedIntoId: string | null }[]>`
    select merged_into_id from leads
    where workspace_id = ${workspace.id} and id = ${leadId} and is_test = ${isTest}`;
  const found = await lockForMerge(ctx, [leadId, ...(row?.mergedIntoId ? [row.mergedIntoId] : [])]);
  const merged = found.find(({ id }) => id === leadId.toLowerCase());
  if (!merged || (merged.deletedAt !== null && merged.mergedIntoId === null)) throw notFound('lead');
  if (merged.mergedIntoId === null) throw conflict('not_merged', 'This lead was not merged into another.');
  const survivor = found.find(({ id }) => id === merged.mergedIntoId);
  if (survivor && survivor.deletedAt === null) return { merged, survivor };
  const message = 'The lead that this one was merged into is not there. Where it was merged too, undo that first.';
  throw conflict('survivor_gone', message, { leadId: merged.mergedIntoId });
}

interface RememberedMerge {
  readonly id: string;
  readonly moved: MovedRows;
  readonly filled: Filled;
  readonly createdAt: Date;
}

async function readMerge({ tx, workspace }: TxCtx, mergedId: string): Promise<RememberedMerge> {
  const [row] = await tx<RememberedMerge[]>`
    select id, moved, filled, created_at from lead_merges
    where workspace_id = ${workspace.id} and merged_id = ${mergedId} and undone_at is null order by id desc limit 1`;
  if (!row) throw new Error(`lead ${mergedId} was merged and nothing says how`);
  return row;
}

/** Whether a person was asked for or came since: then the survivor stays with that person. */
async function wasTakenSince({ tx, workspace }: TxCtx, leadId: string, since: Date): Promise<boolean> {
  const taken = await tx`
    select from events
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and created_at > ${since}
      and type in ('conversation.taken_over', 'lead.needs_human') limit 1`;
  return taken.length > 0;
}

function withPerson(filled: Filled): Filled {
  const { owner: _owner, needsHuman: _needsHuman, needsHumanReason: _reason, ...columns } = filled.columns;
  return { ...filled, columns };
}

async function restore({ tx, at, workspace }: TxCtx, leadId: string, mergeId: string): Promise<void> {
  await tx`
    update leads l set deleted_at = null, merged_into_id = null, updated_at = ${at}, last_activity_at = ${at},
      revision = l.revision + 1, last_message_at = (
        select max(c.last_message_at) from conversations c where c.workspace_id = l.workspace_id and c.lead_id = l.id)
    where l.workspace_id = ${workspace.id} and l.id = ${leadId}`;
  await tx`update lead_merges set undone_at = ${at} where workspace_id = ${workspace.id} and id = ${mergeId}`;
}

async function tell(
  ctx: TxCtx,
  merged: MergeLead,
  survivor: MergeLead,
  columns: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { stage } = columns;
  await Promise.all([
    recordEvent(ctx, { type: 'lead.unmerged', leadId: merged.id, data: { fromLeadId: survivor.id } }),
    recordEvent(ctx, { type: 'lead.updated', leadId: survivor.id, data: { unmergedLeadId: merged.id } }),
    stage === undefined
      ? undefined
      : recordEvent(ctx, {
          type: 'lead.stage_changed',
          leadId: survivor.id,
          data: { from: survivor.stage, to: String(stage) },
        }),
    ...[
      { leadId: merged.id, summary: 'The merge into another lead was undone', other: survivor.id },
      { leadId: survivor.id, summary: 'The merge of another lead into this one was undone', other: merged.id },
    ].flatMap(({ leadId, summary, other }) => [
      recordAction(ctx, { leadId, type: 'api_activity', summary, output: { leadId: other } }),
      recordAudit(ctx, { verb: 'unmergeLead', objectType: 'lead', objectId: leadId }),
    ]),
  ]);
}

export const unmergeLeadOperation = defineOperation({
  operationId: 'unmergeLead',
  method: 'POST',
  path: '/v1/leads/{leadId}/unmerge',
  tag: 'Leads',
  summary: 'Undo a merge',
  description:
    'Give the id of the lead that was merged. It is there again with what came from it; what was changed of the other since stays.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  success: { status: 200, description: 'The lead that is back.', schema: leadSchema },
  errors: ['not_found', 'conflict'],
  etag: (lead) => String(lead.revision),
  handle: (ctx: Ctx, { params }) => unmergeLead(ctx, params),
});
