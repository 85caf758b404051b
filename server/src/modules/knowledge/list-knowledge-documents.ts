import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type KnowledgeDocument, knowledgeDocumentSchema, selectKnowledgeDocuments } from './knowledge-document.ts';

export interface KnowledgeQuery extends ListQuery {
  readonly path?: string | undefined;
}

/** A page of documents without their texts, newest first. Raises `invalid_input` for a cursor that is none. */
export async function listKnowledgeDocuments(ctx: Ctx, query: KnowledgeQuery): Promise<Page<KnowledgeDocument>> {
  requireScope(ctx, 'workflows:read');
  const start = pageStart(query);
  const { path } = query;
  const rows = await transaction(ctx, ({ tx, workspace }) =>
    selectKnowledgeDocuments(
      tx,
      tx`
        where d.workspace_id = ${workspace.id} and d.id < ${start} ${path === undefined ? tx`` : tx`and d.path = ${path}`}
        order by d.id desc limit ${query.limit + 1}`,
    ),
  );
  return toPage(rows, query.limit);
}

export const listKnowledgeDocumentsOperation = defineOperation({
  operationId: 'listKnowledgeDocuments',
  method: 'GET',
  path: '/v1/knowledge/documents',
  tag: 'Knowledge',
  summary: 'List the documents of the knowledge',
  description: 'Newest first, without their texts.',
  auth: 'key',
  scope: 'workflows:read',
  query: z.strictObject({
    ...listQuery,
    path: z.string().max(300).optional().describe('Only the one with this path.'),
  }),
  success: { status: 200, description: 'A page of documents.', schema: pageSchema(knowledgeDocumentSchema) },
  handle: (ctx: Ctx, { query }) => listKnowledgeDocuments(ctx, query),
});
