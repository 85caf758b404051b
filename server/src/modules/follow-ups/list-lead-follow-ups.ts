import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams, requireLead } from '../leads/index.ts';
import { type FollowUp, followUpSchema, selectFollowUps } from './follow-up.ts';

/** A page of a lead's follow-ups, newest first, those that were sent or cancelled among them. Raises `not_found`. */
export async function listLeadFollowUps(
  ctx: Ctx,
  query: ListQuery & { readonly leadId: string },
): Promise<Page<FollowUp>> {
  requireScope(ctx, 'conversations:read');
  const start = pageStart(query);
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    await requireLead(tctx, query.leadId);
    const rows = await selectFollowUps(
      tx,
      tx`where m.workspace_id = ${workspace.id} and m.lead_id = ${query.leadId} and m.kind = 'follow_up'
        and m.id < ${start} order by m.id desc limit ${query.limit + 1}`,
    );
    return toPage(rows, query.limit);
  });
}

export const listLeadFollowUpsOperation = defineOperation({
  operationId: 'listLeadFollowUps',
  method: 'GET',
  path: '/v1/leads/{leadId}/follow-ups',
  tag: 'Follow-ups',
  summary: "List a lead's follow-ups",
  description: 'Newest first, with what became of each.',
  auth: 'key',
  scope: 'conversations:read',
  params: leadParams,
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of follow-ups.', schema: pageSchema(followUpSchema) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, query }) => listLeadFollowUps(ctx, { ...params, ...query }),
});
