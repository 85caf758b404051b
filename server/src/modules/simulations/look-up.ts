import { type Ctx, transaction } from '../../db/database.ts';
import type { OpenQuestion } from '../../engagement/dialogue/informed.ts';
import type { FoundAnswer } from '../../engagement/knowledge/found-answer.ts';
import { findPassages } from '../knowledge/index.ts';

/** What the workspace's knowledge says to a question, as a live turn looks it up; null where it says nothing. */
export async function lookUp(ctx: Ctx, question: OpenQuestion): Promise<FoundAnswer | null> {
  const [found] = await transaction(ctx, (tctx) => findPassages(tctx, { ...question, limit: 1 }));
  return found ?? null;
}
