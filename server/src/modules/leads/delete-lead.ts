import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { cancelUndelivered } from '../conversations/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { forgetAnswers } from './forget-answers.ts';
import { leadParams } from './get-lead.ts';
import { lockLead } from './update-lead.ts';

/** Deletes softly: the lead reads as missing everywhere, its rows stay, its agent falls silent. Raises `not_found`. */
export async function deleteLead(ctx: Ctx, { leadId }: { leadId: string }): Promise<void> {
  requireScope(ctx, 'leads:write');
  await transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    await removeWhatIsDue(tctx, leadId);
    await Promise.all([
      recordEvent(tctx, { type: 'lead.deleted', leadId }),
      recordAction(tctx, { leadId, type: 'api_activity', summary: 'Lead deleted' }),
      recordAudit(tctx, { verb: 'deleteLead', objectType: 'lead', objectId: leadId }),
    ]);
  });
}

async function removeWhatIsDue(ctx: TxCtx, leadId: string): Promise<void> {
  const { tx, at, workspace } = ctx;
  const [, cancelled] = await Promise.all([
    tx`
      update leads set deleted_at = ${at}, updated_at = ${at}, revision = revision + 1
      where workspace_id = ${workspace.id} and id = ${leadId}`,
    tx<{ id: string; conversationId: string | null }[]>`
      update appointments set status = 'cancelled', cancelled_at = ${at}, cancellation_reason = 'lead deleted',
        calendar_sequence = calendar_sequence + 1, updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and status = 'confirmed' and start_at > ${at}
      returning id, conversation_id`,
    tx`delete from stimuli where workspace_id = ${workspace.id} and lead_id = ${leadId}`,
    tx`delete from timers where workspace_id = ${workspace.id} and lead_id = ${leadId}`,
    cancelUndelivered(ctx, leadId),
    forgetAnswers(ctx, leadId),
  ]);
  for (const { id, conversationId } of cancelled) {
    await recordEvent(ctx, { type: 'appointment.cancelled', leadId, conversationId, data: { appointmentId: id } });
  }
}

export const deleteLeadOperation = defineOperation({
  operationId: 'deleteLead',
  method: 'DELETE',
  path: '/v1/leads/{leadId}',
  tag: 'Leads',
  summary: 'Delete a lead',
  description:
    'Soft: the lead reads as missing from now on and its future appointments are cancelled. To remove its data for good, erase it.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  success: { status: 204, description: 'The lead is deleted.' },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => deleteLead(ctx, params),
});
