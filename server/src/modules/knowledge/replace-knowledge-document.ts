import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { prepareDocument, type ReplacedKnowledgeDocument, replacedKnowledgeDocument } from './document-input.ts';
import {
  type KnowledgeDocument,
  knowledgeDocumentParams,
  knowledgeDocumentSchema,
  readKnowledgeDocument,
} from './knowledge-document.ts';
import { lockKnowledge, writeDocument } from './write-document.ts';

/**
 * Puts another text in a document's place, with its title and language anew; the path stays where none is given. Raises
 * `not_found`, `invalid_input`, `forbidden` for a test key, `conflict` path_taken or knowledge_full.
 */
export async function replaceKnowledgeDocument(
  ctx: Ctx,
  id: string,
  input: ReplacedKnowledgeDocument,
): Promise<KnowledgeDocument> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'Knowledge');
  return transaction(ctx, async (tctx) => {
    await lockKnowledge(tctx);
    const before = await readKnowledgeDocument(tctx, id);
    const document = prepareDocument({ ...input, path: input.path ?? before.path }, ctx.workspace);
    await writeDocument(tctx, { ...document, id, createdAt: new Date(before.createdAt) });
    recordAudit(tctx, { verb: 'replaceKnowledgeDocument', objectType: 'knowledge_document', objectId: id });
    return readKnowledgeDocument(tctx, id);
  });
}

export const replaceKnowledgeDocumentOperation = defineOperation({
  operationId: 'replaceKnowledgeDocument',
  method: 'PUT',
  path: '/v1/knowledge/documents/{knowledgeDocumentId}',
  tag: 'Knowledge',
  summary: 'Replace a document',
  description:
    'Text, title and language are taken anew; the path stays where none is given. Not with a test key, as live leads share it.',
  auth: 'key',
  scope: 'workflows:write',
  params: knowledgeDocumentParams,
  body: replacedKnowledgeDocument,
  success: { status: 200, description: 'The document as it is now.', schema: knowledgeDocumentSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => replaceKnowledgeDocument(ctx, params.knowledgeDocumentId, body),
});
