import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { type NewKnowledgeDocument, newKnowledgeDocument, prepareDocument } from './document-input.ts';
import { type KnowledgeDocument, knowledgeDocumentSchema, readKnowledgeDocument } from './knowledge-document.ts';
import { lockKnowledge, writeDocument } from './write-document.ts';

/** Adds a document. Raises `invalid_input`, `forbidden` for a test key, `conflict` path_taken or knowledge_full. */
export async function createKnowledgeDocument(ctx: Ctx, input: NewKnowledgeDocument): Promise<KnowledgeDocument> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'Knowledge');
  const document = prepareDocument(input, ctx.workspace);
  return transaction(ctx, async (tctx) => {
    await lockKnowledge(tctx);
    const id = tctx.newId(tctx.at);
    await writeDocument(tctx, { ...document, id, createdAt: timeOfId(id) });
    recordAudit(tctx, { verb: 'createKnowledgeDocument', objectType: 'knowledge_document', objectId: id });
    return readKnowledgeDocument(tctx, id);
  });
}

export const createKnowledgeDocumentOperation = defineOperation({
  operationId: 'createKnowledgeDocument',
  method: 'POST',
  path: '/v1/knowledge/documents',
  tag: 'Knowledge',
  summary: 'Add a document to the knowledge',
  description:
    'Markdown or plain text, cut into passages by heading and paragraph. Questions that the workflow has no answer for are answered from them, with the title as the source. A path that is there already is a 409 `path_taken`. Not with a test key, as live leads share it.',
  auth: 'key',
  scope: 'workflows:write',
  body: newKnowledgeDocument,
  success: { status: 201, description: 'The document.', schema: knowledgeDocumentSchema },
  errors: ['conflict'],
  idempotent: true,
  location: ({ id }) => `/v1/knowledge/documents/${id}`,
  handle: (ctx: Ctx, { body }) => createKnowledgeDocument(ctx, body),
});
