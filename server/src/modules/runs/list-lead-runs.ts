import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams, requireLead } from '../leads/index.ts';
import { type LeadRun, leadRunSchema, selectRuns } from './run.ts';

/** A page of a lead's runs, the last first. Raises `not_found`, `invalid_input` for a cursor that is none. */
export async function listLeadRuns(ctx: Ctx, query: ListQuery & { leadId: string }): Promise<Page<LeadRun>> {
  requireScope(ctx, 'leads:read');
  const start = pageStart(query);
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    await requireLead(tctx, query.leadId);
    const rows = await selectRuns(
      tctx,
      tx`where r.workspace_id = ${workspace.id} and r.lead_id = ${query.leadId} and r.id < ${start}
        order by r.id desc limit ${query.limit + 1}`,
    );
    return toPage(rows, query.limit);
  });
}

export const listLeadRunsOperation = defineOperation({
  operationId: 'listLeadRuns',
  method: 'GET',
  path: '/v1/leads/{leadId}/runs',
  tag: 'Runs',
  summary: "List a lead's runs",
  description: 'Every workflow that the lead is or was in, the last first.',
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of runs.', schema: pageSchema(leadRunSchema) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, query }) => listLeadRuns(ctx, { ...params, ...query }),
});
