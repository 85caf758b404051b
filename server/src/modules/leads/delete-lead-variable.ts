import type { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { lockLead } from './lock-lead.ts';
import { variableParams } from './set-lead-variable.ts';
import { removeVariable } from './set-variable.ts';

/** Forgets a variable; its history stays. Raises `not_found` where the lead or the variable is missing. */
export async function deleteLeadVariable(ctx: Ctx, { leadId, key }: z.infer<typeof variableParams>): Promise<void> {
  requireScope(ctx, 'leads:write');
  await transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    if (!(await removeVariable(tctx, { leadId, key, source: 'api' }))) throw notFound('variable');
    recordAudit(tctx, { verb: 'deleteLeadVariable', objectType: 'lead', objectId: leadId, changed: [key] });
  });
}

export const deleteLeadVariableOperation = defineOperation({
  operationId: 'deleteLeadVariable',
  method: 'DELETE',
  path: '/v1/leads/{leadId}/variables/{key}',
  tag: 'Leads',
  summary: 'Remove a variable of a lead',
  auth: 'key',
  scope: 'leads:write',
  params: variableParams,
  success: { status: 204, description: 'The variable is removed.' },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => deleteLeadVariable(ctx, params),
});
