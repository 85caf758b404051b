import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { isWanted } from '../../engagement/checklist/wanted.ts';
import { documentTypes } from '../../engagement/workflow/checklist-schema.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { stopPending } from '../conversations/index.ts';
import {
  bookingContext,
  type Lead,
  leadParams,
  leadSchema,
  lockLead,
  moveStatus,
  moveToFlag,
  readLead,
  setStage,
  settleChecklist,
  stopTimers,
  touchLead,
  updateLead,
} from '../leads/index.ts';
import { recordAction, recordAudit } from '../timeline/index.ts';
import { cancelAppointments, hasAppointmentToCome } from './appointments-to-come.ts';
import { selectItems, selectValues } from './checklist.ts';
import { noteChange } from './write-item.ts';

/** The `lostReason` of a lead that was declared not interested. */
export const NOT_INTERESTED = 'not_interested';

const completionBody = z.strictObject({
  completion: z.enum(['completed', 'in_progress', NOT_INTERESTED, 'opted_out']),
});
export type Completion = z.infer<typeof completionBody>['completion'];

/**
 * Declares what became of a lead. completed: what is still wanted is skipped, and the lead is qualified. not_interested:
 * lost, and nothing more is sent. opted_out: the lead's opt-out. Both cancel its appointments to come. in_progress: takes
 * that back but for the appointments; where one stands the lead is booked. Returns the lead. Raises `not_found`.
 */
export async function setCompletion(
  ctx: Ctx,
  { leadId, completion }: { leadId: string; completion: Completion },
): Promise<Lead> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    await effects[completion](tctx, leadId);
    await Promise.all([
      recordAction(tctx, { leadId, type: 'status_change', summary: `Set to ${completion.replaceAll('_', ' ')}` }),
      recordAudit(tctx, { verb: 'setCompletion', objectType: 'lead', objectId: leadId, changed: [completion] }),
      touchLead(tctx, leadId),
    ]);
    return readLead(tctx, leadId);
  });
}

const effects: Readonly<Record<Completion, (ctx: TxCtx, leadId: string) => Promise<void>>> = {
  completed: async (ctx, leadId) => {
    await skipWhatIsLeft(ctx, leadId);
    const reason = 'the checklist was declared complete';
    await settleChecklist(ctx, leadId);
    await setStage(ctx, { leadId, stage: 'qualified', unless: ['booked', 'converted', 'lost'], reason });
  },
  not_interested: lose,
  opted_out: async (ctx, leadId) => {
    await cancelAppointments(ctx, leadId, 'opted out');
    await updateLead(ctx, { leadId, change: { optedOut: true } });
  },
  in_progress: reopen,
};

async function skipWhatIsLeft(ctx: TxCtx, leadId: string): Promise<void> {
  const [rows, values] = await Promise.all([selectItems(ctx, leadId), selectValues(ctx, leadId)]);
  const left = rows.filter((row) => isWanted(row, values) && row.status !== 'completed' && row.status !== 'skipped');
  if (left.length === 0) return;
  await ctx.tx`
    update lead_checklist_items set status = 'skipped', problem = null, is_auto_skipped = true, updated_at = ${ctx.at}
    where workspace_id = ${ctx.workspace.id} and id = any (${left.map(({ id }) => id)})`;
  for (const row of left) await noteChange(ctx, row, 'skipped');
}

async function lose(ctx: TxCtx, leadId: string): Promise<void> {
  const { tx, workspace } = ctx;
  const reason = 'not interested';
  await setStage(ctx, { leadId, stage: 'lost', reason });
  await tx`
    update leads set lost_reason = ${NOT_INTERESTED} where workspace_id = ${workspace.id} and id = ${leadId}`;
  await cancelAppointments(ctx, leadId, reason);
  await stopTimers(ctx, leadId, reason);
  await stopPending(ctx, { leadIds: [leadId], reason });
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
  await settleChecklist(ctx, leadId);
  const isBooked = await hasAppointmentToCome(ctx, leadId);
  if (isBooked) await setStage(ctx, { leadId, stage: 'booked', reason });
  else await setStage(ctx, { leadId, stage: 'engaged', unless: ['new', 'booked'], reason });
  await tx`update leads set lost_reason = null where workspace_id = ${workspace.id} and id = ${leadId}`;
  await restartRun(ctx, leadId, { isBooked, reason });
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

/** A run that came to its end begins again: where an appointment to come leads it, else at its first status. */
async function restartRun(
  ctx: TxCtx,
  leadId: string,
  { isBooked, reason }: { isBooked: boolean; reason: string },
): Promise<void> {
  const { workflow, runId } = await bookingContext(ctx, leadId, undefined);
  if (isBooked) await moveToFlag(ctx, { leadId, runId, flag: 'booking_target', reason });
  const [run] = await ctx.tx<{ category: string }[]>`
    select s.category from runs r join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    where r.workspace_id = ${ctx.workspace.id} and r.id = ${runId}`;
  const ended = isBooked ? ['lost'] : ['won', 'lost'];
  const initial = workflow?.definition.statuses.find((status) => status.flags.includes('initial'));
  if (initial && runId !== null && run && ended.includes(run.category)) {
    await moveStatus(ctx, { leadId, runId, statusKey: initial.key, reason });
  }
}

export const setCompletionOperation = defineOperation({
  operationId: 'setCompletion',
  method: 'PUT',
  path: '/v1/leads/{leadId}/completion',
  tag: 'Checklist',
  summary: 'Declare what became of a lead',
  description:
    '`completed` skips what its checklist still asks for and qualifies it. `not_interested` loses it (the `lostReason` is `not_interested`): follow-ups end and appointments to come are cancelled. `opted_out` is its opt-out and cancels them too. `in_progress` takes this back, but no appointment is made again; the lead is `booked` where one stands.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: completionBody,
  success: { status: 200, description: 'The lead as it is now.', schema: leadSchema },
  errors: ['not_found'],
  etag: (lead) => String(lead.revision),
  handle: (ctx: Ctx, { params, body }) => setCompletion(ctx, { ...params, ...body }),
});
