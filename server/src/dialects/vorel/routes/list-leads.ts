import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { listLeads } from '../../../modules/leads/index.ts';
import { toVorelLead } from '../from-lead.ts';
import { listLeadsQuery } from '../request-schemas.ts';
import { leadSchema, listSchema } from '../schemas.ts';
import { toListQuery, toVorelPage } from '../to-page.ts';

export const listLeadsOperation = defineOperation({
  operationId: 'listLeads',
  method: 'GET',
  path: '/api/v1/leads',
  tag: 'Leads',
  summary: 'List leads',
  description: 'Newest first, by `created_at` and then `id`. With `stale_for_days` only those worth asking again.',
  auth: 'key',
  scope: 'leads:read',
  query: listLeadsQuery,
  success: { status: 200, description: 'A page of leads.', schema: listSchema(leadSchema) },
  handle: async (ctx: Ctx, { query }) =>
    toVorelPage(await listLeads(ctx, { ...toListQuery(query), staleForDays: query.stale_for_days }), toVorelLead),
});
