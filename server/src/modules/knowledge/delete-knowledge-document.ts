import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { knowledgeDocumentParams } from './knowledge-document.ts';

/** Removes a document for good: nothing is answered from it any more. Raises `not_found`, `forbidden` for a test key. */
export async function deleteKnowledgeDocument(ctx: Ctx, id: string): Promise<void> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'Knowledge');
  await transaction(ctx, async (tctx) => {
    const gone = await tctx.tx`
      delete from knowledge_documents where workspace_id = ${ctx.workspace.id} and id = ${id} returning id`;
    if (gone.length === 0) throw notFound('knowledge document');
    recordAudit(tctx, { verb: 'deleteKnowledgeDocument', objectType: 'knowledge_document', objectId: id });
  });
}

export const deleteKnowledgeDocumentOperation = defineOperation({
  operationId: 'deleteKnowledgeDocument',
  method: 'DELETE',
  path: '/v1/knowledge/documents/{knowledgeDocumentId}',
  tag: 'Knowledge',
  summary: 'Delete a document',
  description: 'For good: nothing is answered from it any more. Not with a test key, as live leads share it.',
  auth: 'key',
  scope: 'workflows:write',
  params: knowledgeDocumentParams,
  success: { status: 204, description: 'The document is gone.' },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => deleteKnowledgeDocument(ctx, params.knowledgeDocumentId),
});
