import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams, requireLead } from '../leads/index.ts';
import { type ListedCall, listedCallSchema, selectListedCalls } from './call.ts';

/** A page of a lead's calls, the last first. Raises `not_found`, `invalid_input` for a cursor that is none. */
export async function listLeadCalls(ctx: Ctx, query: ListQuery & { leadId: string }): Promise<Page<ListedCall>> {
  requireScope(ctx, 'conversations:read');
  const start = pageStart(query);
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    await requireLead(tctx, query.leadId);
    const rows = await selectListedCalls(
      tx,
      tx`where c.workspace_id = ${workspace.id} and c.lead_id = ${query.leadId} and c.id < ${start}
        order by c.id desc limit ${query.limit + 1}`,
    );
    return toPage(rows, query.limit);
  });
}

export const listLeadCallsOperation = defineOperation({
  operationId: 'listLeadCalls',
  method: 'GET',
  path: '/v1/leads/{leadId}/calls',
  tag: 'Leads',
  summary: "List a lead's calls",
  description: 'The last first, each with its summary once it has ended. The transcript comes with the single call.',
  auth: 'key',
  scope: 'conversations:read',
  params: leadParams,
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of calls.', schema: pageSchema(listedCallSchema) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, query }) => listLeadCalls(ctx, { ...params, ...query }),
});
