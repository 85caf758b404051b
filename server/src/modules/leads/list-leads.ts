import { z } from 'zod';
import type { Ctx } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { JsonOf } from '../../kernel/json-of.ts';
import { listQuery, type Page, pageSchema } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadFilters } from './fits-filters.ts';
import { type Lead, leadSchema } from './lead.ts';
import { type LeadPage, readLeadPage } from './read-lead-page.ts';

export const listLeadsQuery = z.strictObject({ ...listQuery, ...leadFilters });
export type ListLeadsQuery = z.infer<typeof listLeadsQuery>;

/** A page of leads, newest first, that fit all filters given. Raises `invalid_input` for a cursor that is none. */
export async function listLeads(ctx: Ctx, query: ListLeadsQuery): Promise<Page<Lead>> {
  const { leads, nextCursor } = await listShownLeads(ctx, query);
  return { data: leads.map((lead) => lead.parse()), nextCursor };
}

async function listShownLeads(ctx: Ctx, query: ListLeadsQuery): Promise<LeadPage> {
  requireScope(ctx, 'leads:read');
  return readLeadPage(ctx, query);
}

/** The page as it is answered. */
function toJson({ leads, nextCursor }: LeadPage): JsonOf<Page<Lead>> {
  const data = leads.map(({ text }) => text).join(',');
  return new JsonOf(`{"data":[${data}],"nextCursor":${JSON.stringify(nextCursor)}}`);
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
  handle: async (ctx: Ctx, { query }) => toJson(await listShownLeads(ctx, query)),
});
