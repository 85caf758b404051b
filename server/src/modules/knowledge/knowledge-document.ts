import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
import { notFound } from '../../kernel/errors.ts';

export const knowledgeDocumentSchema = z
  .object({
    id: z.uuid(),
    path: z.string().describe('Its name, or its path below the folder that it came from. No two have the same.'),
    title: z.string().describe('What an answer names as its source.'),
    language: z.string().describe('A BCP 47 tag: what its words are reduced to their stems by.'),
    sha256: z.string().describe('Of its text in UTF-8, in hexadecimal digits: whether a file differs from it.'),
    passageCount: z.int().describe('How many passages it was cut into.'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'KnowledgeDocument' });
export type KnowledgeDocument = z.infer<typeof knowledgeDocumentSchema>;

interface DocumentRow extends Omit<KnowledgeDocument, 'createdAt' | 'updatedAt'> {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Documents that fit `condition` (a `where` over `d`, and what follows it), in its order, without their texts. */
export async function selectKnowledgeDocuments(tx: Tx, condition: ReturnType<Tx>): Promise<KnowledgeDocument[]> {
  const rows = await tx<DocumentRow[]>`
    select d.id, d.path, d.title, d.language, d.sha256, d.passage_count, d.created_at, d.updated_at
    from knowledge_documents d ${condition}`;
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** Raises `not_found`. */
export async function readKnowledgeDocument({ tx, workspace }: TxCtx, id: string): Promise<KnowledgeDocument> {
  const [found] = await selectKnowledgeDocuments(tx, tx`where d.workspace_id = ${workspace.id} and d.id = ${id}`);
  if (!found) throw notFound('knowledge document');
  return found;
}

export const knowledgeDocumentParams = z.strictObject({
  knowledgeDocumentId: z.uuid().describe("The document's id."),
});
