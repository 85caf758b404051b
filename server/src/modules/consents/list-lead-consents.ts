import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams, requireLead } from '../leads/index.ts';
import { type Consent, consentSchema, selectConsents } from './consent.ts';

/** A page of a lead's consents, newest first, withdrawn ones too. Raises `not_found`, `invalid_input` for a bad cursor. */
export async function listLeadConsents(
  ctx: Ctx,
  { leadId, ...query }: ListQuery & { leadId: string },
): Promise<Page<Consent>> {
  requireScope(ctx, 'leads:read');
  const start = pageStart(query);
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    await requireLead(tctx, leadId);
    const rows = await selectConsents(
      tx,
      tx`where c.workspace_id = ${workspace.id} and c.lead_id = ${leadId} and c.id < ${start}
        order by c.id desc limit ${query.limit + 1}`,
    );
    return toPage(rows, query.limit);
  });
}

export const listLeadConsentsOperation = defineOperation({
  operationId: 'listLeadConsents',
  method: 'GET',
  path: '/v1/leads/{leadId}/consents',
  tag: 'Consents',
  summary: "List a lead's consents",
  description: 'Newest first, those that were withdrawn too.',
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of consents.', schema: pageSchema(consentSchema) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, query }) => listLeadConsents(ctx, { ...params, ...query }),
});
