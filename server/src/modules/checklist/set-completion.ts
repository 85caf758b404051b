import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { documentTypes } from '../../engagement/workflow/checklist-schema.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { cancelUndelivered } from '../conversations/index.ts';
import { bookingContext, lockLead, moveStatus, setStage, touchLead, updateLead } from '../leads/index.ts';
import { recordAction, recordAudit } from '../timeline/index.ts';
import { isWanted, selectItems, selectValues } from './checklist.ts';
import { noteChange } from './write-item.ts';

export type Completion = 'completed' | 'in_progress' | 'not_interested' | 'opted_out';

/**
 * Declares what became of a lead. completed: what is still wanted is skipped, and the lead is qualified. not_interested:
 * lost, and nothing more is sent. opted_out: the lead's opt-out. in_progress: takes all of that back. Raises `not_found`.
 */
export async function setCompletion(
  ctx: Ctx,
  { leadId, completion }: { leadId: string; completion: Completion },
): Promise<void> {
  requireScope(ctx, 'leads:write');
  await transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    await effects[completion](tctx, leadId);
    await Promise.all([
      recordAction(tctx, { leadId, type: 'status_change', summary: `Set to ${completion.replaceAll('_', ' ')}` }),
      recordAudit(tctx, { verb: 'setCompletion', objectType: 'lead', objectId: leadId, changed: [completion] }),
      touchLead(tctx, leadId),
    ]);
  });
}

const effects: Readonly<Record<Completion, (ctx: TxCtx, leadId: string) => Promise<void>>> = {
  completed: async (ctx, leadId) => {
    await skipWhatIsLeft(ctx, leadId);
    const reason = 'the checklist was declared complete';
    await setStage(ctx, { leadId, stage: 'qualified', unless: ['booked', 'converted', 'lost'], reason });
  },
  not_interested: lose,
  opted_out: async (ctx, leadId) => {
    await updateLead(ctx, { leadId, change: { optedOut: true } });
  },
  in_progress: reopen,
};

async function skipWhatIsLeft(ctx: TxCtx, leadId: string): Promise<void> {
  const [rows, values] = await Promise.all([selectItems(ctx, leadId), selectValues(ctx, leadId)]);
  const left = rows.filter((row) => isWanted(row, values) && row.status !== 'completed' && row.status !== 'skipped');
  if (left.length === 0) return;
  await ctx.tx`
    update lead_checklist_items set status = 'skipped', is_auto_skipped = true, updated_at = ${ctx.at}
    where workspace_id = ${ctx.workspace.id} and id = any (${left.map(({ id }) => id)})`;
  for (const row of left) await noteChange(ctx, row, 'skipped');
}

async function lose(ctx: TxCtx, leadId: string): Promise<void> {
  const { tx, workspace } = ctx;
  const reason = 'not interested';
  await setStage(ctx, { leadId, stage: 'lost', reason });
  await tx`
    update leads set lost_reason = 'not_interested' where workspace_id = ${workspace.id} and id = ${leadId}`;
  await tx`delete from timers where workspace_id = ${workspace.id} and lead_id = ${leadId}`;
  await cancelUndelivered(ctx, leadId);
  const { workflow, runId } = await bookingContext(ctx, leadId, undefined);
  const lost = workflow?.definition.statuses.find((status) => status.category === 'lost');
  if (lost && runId !== null) await moveStatus(ctx, { leadId, runId, statusKey: lost.key, reason });
}

async function reopen(ctx: TxCtx, leadId: string): Promise<void> {
  const { tx, workspace } = ctx;
  const reason = 'taken up again';
  const [lead] = await tx<{ isOptedOut: boolean }[]>`
    select opted_out_at is not null as is_opted_out from leads where workspace_id = ${workspace.id} and id = ${leadId}`;
  if (lead?.isOptedOut) await updateLead(ctx, { leadId, change: { optedOut: false } });
  await unskip(ctx, leadId);
  await setStage(ctx, { leadId, stage: 'engaged', unless: ['new', 'booked'], reason });
  await tx`update leads set lost_reason = null where workspace_id = ${workspace.id} and id = ${leadId}`;
  await restartRun(ctx, leadId, reason);
}

/** What was skipped by declaration waits again: for a person where something had come in, else to be done. */
async function unskip(ctx: TxCtx, leadId: string): Promise<void> {
  const rows = (await selectItems(ctx, leadId)).filter((row) => row.isAutoSkipped);
  for (const row of rows) {
    const [link] = documentTypes.has(row.fieldType)
      ? await ctx.tx`
          select id from checklist_item_documents
          where workspace_id = ${ctx.workspace.id} and lead_checklist_item_id = ${row.id} limit 1`
      : [row.value ?? undefined];
    const status = link === undefined ? 'todo' : 'needs_review';
    await ctx.tx`
      update lead_checklist_items set status = ${status}, is_auto_skipped = false, updated_at = ${ctx.at}
      where workspace_id = ${ctx.workspace.id} and id = ${row.id}`;
    await noteChange(ctx, row, status);
  }
}

/** A run that came to its end begins again at its first status. */
async function restartRun(ctx: TxCtx, leadId: string, reason: string): Promise<void> {
  const { workflow, runId } = await bookingContext(ctx, leadId, undefined);
  const [run] = await ctx.tx<{ category: string }[]>`
    select s.category from runs r join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    where r.workspace_id = ${ctx.workspace.id} and r.id = ${runId}`;
  const initial = workflow?.definition.statuses.find((status) => status.flags.includes('initial'));
  if (initial && runId !== null && run && ['won', 'lost'].includes(run.category)) {
    await moveStatus(ctx, { leadId, runId, statusKey: initial.key, reason });
  }
}
