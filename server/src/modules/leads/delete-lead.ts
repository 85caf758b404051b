import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams } from './get-lead.ts';
import { lockLead } from './lock-lead.ts';
import { removeLeads } from './remove-leads.ts';

/** Deletes softly: the lead reads as missing everywhere, its rows stay, its agent falls silent. Raises `not_found`. */
export async function deleteLead(ctx: Ctx, { leadId }: { leadId: string }): Promise<void> {
  requireScope(ctx, 'leads:write');
  await transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    await removeLeads(tctx, [leadId], 'deleteLead');
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
