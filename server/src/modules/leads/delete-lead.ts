import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { leadParams } from './get-lead.ts';
import { lockLead } from './update-lead.ts';

/** Deletes softly: the lead reads as missing everywhere, its rows stay, its agent falls silent. Raises `not_found`. */
export async function deleteLead(ctx: Ctx, { leadId }: { leadId: string }): Promise<void> {
  requireScope(ctx, 'leads:write');
  await transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    const { tx, at, workspace } = tctx;
    await tx`
      update leads set deleted_at = ${at}, updated_at = ${at}, revision = revision + 1
      where workspace_id = ${workspace.id} and id = ${leadId}`;
    await tx`
      update appointments set status = 'cancelled', cancelled_at = ${at}, cancellation_reason = 'lead deleted', updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and status = 'confirmed' and start_at > ${at}`;
    await tx`delete from stimuli where workspace_id = ${workspace.id} and lead_id = ${leadId}`;
    await tx`delete from timers where workspace_id = ${workspace.id} and lead_id = ${leadId}`;
    await Promise.all([
      recordEvent(tctx, { type: 'lead.deleted', leadId }),
      recordAction(tctx, { leadId, type: 'api_activity', summary: 'Lead deleted' }),
      recordAudit(tctx, { verb: 'deleteLead', objectType: 'lead', objectId: leadId }),
    ]);
  });
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
