import type { Ctx } from '../db/database.ts';
import { type KnowledgeDocument, listKnowledgeDocuments } from '../modules/knowledge/index.ts';

/** All documents of the workspace, newest first. */
export async function listKnowledge(ctx: Ctx): Promise<KnowledgeDocument[]> {
  const all: KnowledgeDocument[] = [];
  let cursor: string | undefined;
  do {
    const page = await listKnowledgeDocuments(ctx, { limit: 100, cursor });
    all.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}
