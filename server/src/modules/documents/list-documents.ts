import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { pageSchema } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams, requireLead } from '../leads/index.ts';
import { documentSchema, type LeadDocument, selectDocuments } from './document.ts';

/** A lead's documents, newest first. Raises `not_found`. */
export async function listDocuments(ctx: Ctx, { leadId }: { leadId: string }): Promise<LeadDocument[]> {
  requireScope(ctx, 'leads:read');
  return transaction(ctx, async (tctx) => {
    const [, documents] = await Promise.all([requireLead(tctx, leadId), selectDocuments(tctx, leadId)]);
    return documents;
  });
}

export const listDocumentsOperation = defineOperation({
  operationId: 'listDocuments',
  method: 'GET',
  path: '/v1/leads/{leadId}/documents',
  tag: 'Documents',
  summary: "List a lead's documents",
  description: 'Newest first, all of them in one page. Each has a link that opens it without a key for an hour.',
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  success: { status: 200, description: 'The documents.', schema: pageSchema(documentSchema) },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) => ({ data: await listDocuments(ctx, params), nextCursor: null }),
});
