import { z } from 'zod';
import { type Ctx, isInTransaction, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { JsonOf } from '../../kernel/json-of.ts';
import { listQuery, type Page, pageSchema, pageStart } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { fitsFilters, leadFilters } from './fits-filters.ts';
import { type Lead, type LeadPage, leadSchema, selectLeadPage } from './lead.ts';
import { readLeadPage } from './read-lead-page.ts';

export const listLeadsQuery = z.strictObject({ ...listQuery, ...leadFilters });
export type ListLeadsQuery = z.infer<typeof listLeadsQuery>;

/** A page of leads, newest first, that fit all filters given. Raises `invalid_input` for a cursor that is none. */
export async function listLeads(ctx: Ctx, query: ListLeadsQuery): Promise<Page<Lead>> {
  const { leads, nextCursor } = await readPage(ctx, query);
  return { data: leads.parse(), nextCursor };
}

async function readPage(ctx: Ctx, query: ListLeadsQuery): Promise<LeadPage> {
  requireScope(ctx, 'leads:read');
  const start = pageStart(query);
  const { limit, cursor: _cursor, ...filters } = query;
  const isOfAll = Object.values(filters).every((filter) => filter === undefined);
  if (isOfAll && !isInTransaction(ctx)) return readLeadPage(ctx, start, limit);
  return transaction(ctx, async (tctx) => {
    const { tx } = tctx;
    const fits = await fitsFilters(tctx, filters);
    return selectLeadPage(tx, tx`${fits()} and l.id < ${start}`, limit);
  });
}

/** The page as it is answered. */
function toJson({ leads, nextCursor }: LeadPage): JsonOf<Page<Lead>> {
  return new JsonOf(`{"data":${leads.text},"nextCursor":${JSON.stringify(nextCursor)}}`);
}

export const listLeadsOperation = defineOperation({
  operationId: 'listLeads',
  method: 'GET',
  path: '/v1/leads',
  tag: 'Leads',
  summary: 'List leads',
  description: 'Newest first. All filters given must fit.',
  auth: 'key',
  scope: 'leads:read',
  query: listLeadsQuery,
  success: { status: 200, description: 'A page of leads.', schema: pageSchema(leadSchema) },
  handle: async (ctx: Ctx, { query }) => toJson(await readPage(ctx, query)),
});
