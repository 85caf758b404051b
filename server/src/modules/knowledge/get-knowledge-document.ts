import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { knowledgeDocumentParams, knowledgeDocumentSchema, readKnowledgeDocument } from './knowledge-document.ts';

const wholeDocumentSchema = knowledgeDocumentSchema
  .extend({
    text: z.string().describe('As it was given.'),
    passages: z
      .array(z.object({ heading: z.string().describe('Empty where it stands under none.'), text: z.string() }))
      .describe('What it was cut into: an answer is taken from one of them.'),
  })
  .meta({ id: 'WholeKnowledgeDocument' });
type WholeDocument = z.infer<typeof wholeDocumentSchema>;

/** A document with its text and its passages. Raises `not_found`. */
export async function getKnowledgeDocument(ctx: Ctx, id: string): Promise<WholeDocument> {
  requireScope(ctx, 'workflows:read');
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    const document = await readKnowledgeDocument(tctx, id);
    const [row] = await tx<{ text: string }[]>`
      select body as text from knowledge_documents where workspace_id = ${workspace.id} and id = ${id}`;
    const passages = await tx<WholeDocument['passages']>`
      select heading, body as text from knowledge_passages
      where workspace_id = ${workspace.id} and document_id = ${id} order by position`;
    return { ...document, text: row?.text ?? '', passages: [...passages] };
  });
}

export const getKnowledgeDocumentOperation = defineOperation({
  operationId: 'getKnowledgeDocument',
  method: 'GET',
  path: '/v1/knowledge/documents/{knowledgeDocumentId}',
  tag: 'Knowledge',
  summary: 'Get a document',
  description: 'With its text, and with the passages that it was cut into.',
  auth: 'key',
  scope: 'workflows:read',
  params: knowledgeDocumentParams,
  success: { status: 200, description: 'The document.', schema: wholeDocumentSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getKnowledgeDocument(ctx, params.knowledgeDocumentId),
});
