import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { wholeNumber } from '../../kernel/whole-number.ts';
import { findPassages } from './find-passages.ts';

const foundSchema = z
  .object({
    answer: z.string().describe('What the agent would say: the sentences that fit.'),
    confidence: z
      .number()
      .describe('From 0 to 1: how much of what is asked stands there. A workflow says from where on it is said.'),
    documentId: z.uuid(),
    path: z.string(),
    title: z.string(),
    heading: z.string().describe('Empty where the passage stands under none.'),
    passage: z.string().describe('The whole passage.'),
  })
  .meta({ id: 'FoundPassage' });
type Found = z.infer<typeof foundSchema>;

export const searchQuery = z.strictObject({
  question: z.string().trim().min(1).max(1000).describe('In the words of a lead.'),
  language: z
    .string()
    .max(35)
    .optional()
    .describe("The language of the question, a BCP 47 tag. Without it the workspace's."),
  limit: wholeNumber(1, 20, 5).describe('Passages at most.'),
});

/** What the knowledge would say to a question, most likely first, whatever a workflow's confidence is. */
export async function searchKnowledge(
  ctx: Ctx,
  { question, language, limit }: z.infer<typeof searchQuery>,
): Promise<{ data: Found[] }> {
  requireScope(ctx, 'workflows:read');
  const asked = { question, language: language ?? ctx.workspace.locale, limit };
  const found = await transaction(ctx, (tctx) => findPassages(tctx, asked));
  return {
    data: found.map(({ text, confidence, documentId, path, title, heading, passage }) => ({
      ...{ answer: text, confidence, documentId, path, title, heading, passage },
    })),
  };
}

export const searchKnowledgeOperation = defineOperation({
  operationId: 'searchKnowledge',
  method: 'GET',
  path: '/v1/knowledge/search',
  tag: 'Knowledge',
  summary: 'Ask the knowledge',
  description:
    "What would be answered to a question that the workflow has no answer of its own for. The agent says the first answer where its confidence is at least the workflow's `knowledge.minConfidence`, and else asks a person.",
  auth: 'key',
  scope: 'workflows:read',
  query: searchQuery,
  success: {
    status: 200,
    description: 'Passages, most likely first.',
    schema: z.object({ data: z.array(foundSchema) }),
  },
  handle: (ctx: Ctx, { query }) => searchKnowledge(ctx, query),
});
