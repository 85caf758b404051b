import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { forgetAnswers } from './forget-answers.ts';
import { leadParams } from './get-lead.ts';

/**
 * Removes a lead and all that was kept of it, also one deleted before: messages, variables, appointments, documents'
 * rows, timeline. What stays names no one: the events' ids and types, the audit rows, and hashes that still refuse
 * a suppressed address. Raises `not_found`.
 */
export async function eraseLead(ctx: Ctx, { leadId }: { leadId: string }): Promise<void> {
  requireScope(ctx, 'leads:write');
  await transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    const [lead] = await tx`
      select id from leads
      where workspace_id = ${workspace.id} and id = ${leadId} and is_test = ${ctx.isTest} for update`;
    if (!lead) throw notFound('lead');
    await forgetOutside(tctx, leadId);
    await tx`delete from leads where workspace_id = ${workspace.id} and id = ${leadId}`;
    await recordEvent(tctx, { type: 'lead.erased', leadId });
    await recordAudit(tctx, { verb: 'eraseLead', objectType: 'lead', objectId: leadId });
  });
}

/** What does not go with the lead's row: tokens, suppressed addresses (former ones too), events, remembered answers. */
async function forgetOutside(ctx: TxCtx, leadId: string): Promise<void> {
  const { tx, workspace } = ctx;
  const workspaceId = workspace.id;
  await Promise.all([
    tx`
      select forget_tokens(${workspaceId}, array(
        select id from conversations where workspace_id = ${workspaceId} and lead_id = ${leadId}
        union all select id from appointments where workspace_id = ${workspaceId} and lead_id = ${leadId}))`,
    tx`
      update suppressions set address = null
      where workspace_id = ${workspaceId} and address in (
        select unnest(array[email, phone]) from leads where workspace_id = ${workspaceId} and id = ${leadId}
        union all select value #>> '{}' from variable_changes where workspace_id = ${workspaceId} and lead_id = ${leadId})`,
    tx`update events set data = '{}' where workspace_id = ${workspaceId} and lead_id = ${leadId}`,
    forgetAnswers(ctx, leadId),
  ]);
}

export const eraseLeadOperation = defineOperation({
  operationId: 'eraseLead',
  method: 'POST',
  path: '/v1/leads/{leadId}/erase',
  tag: 'Leads',
  summary: 'Erase a lead',
  description: 'For good and completely, also where it was deleted before. There is no way back.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  success: { status: 204, description: 'Nothing of the person is left.' },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => eraseLead(ctx, params),
});
