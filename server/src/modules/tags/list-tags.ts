import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { selectTags, type Tag, tagSchema } from './tag.ts';

const listTagsQuery = z.strictObject({
  agentId: z.uuid().optional().describe("Counts this agent's leads only; other tags are there with 0 or missing."),
});

/** All tags by name: those that were made, and those that leads bear. With an agent, borne by its leads. */
export async function listTags(ctx: Ctx, query: z.infer<typeof listTagsQuery> = {}): Promise<Tag[]> {
  requireScope(ctx, 'leads:read');
  return transaction(ctx, async (tctx) => [...(await selectTags(tctx, query))]);
}

export const listTagsOperation = defineOperation({
  operationId: 'listTags',
  method: 'GET',
  path: '/v1/tags',
  tag: 'Tags',
  summary: 'List tags',
  description: 'By name: those that were made, and those that leads bear. A tag is the same in any case.',
  auth: 'key',
  scope: 'leads:read',
  query: listTagsQuery,
  success: { status: 200, description: 'All tags.', schema: z.object({ data: z.array(tagSchema) }) },
  handle: async (ctx: Ctx, { query }) => ({ data: await listTags(ctx, query) }),
});
