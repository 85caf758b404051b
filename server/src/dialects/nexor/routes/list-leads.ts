import { z } from 'zod';
import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { wholeNumber } from '../../../kernel/whole-number.ts';
import { searchLeads } from '../../../modules/leads/index.ts';
import { fromLead } from '../from-lead.ts';
import { leadListResponse } from '../schemas.ts';

export const listLeadsOperation = defineOperation({
  operationId: 'listLeads',
  method: 'GET',
  path: '/api/public/leads',
  tag: 'Leads',
  summary: 'List leads',
  description: 'Newest first. All filters given must fit.',
  auth: 'key',
  scope: 'leads:read',
  query: z.looseObject({
    page: wholeNumber(1, 1_000_000, 1),
    limit: wholeNumber(1, 100, 50).describe('Leads a page.'),
    email: z.string().max(254).optional(),
    phone: z.string().max(40).optional().describe('In any national form; a + in a query is written %2B.'),
    external_id: z.string().max(200).optional(),
  }),
  success: { status: 200, description: 'A page of leads.', schema: leadListResponse },
  handle: async (ctx: Ctx, { query }) => {
    const { email, phone, external_id: externalId, page, limit } = query;
    const { leads, total } = await searchLeads(ctx, { email, phone, externalId, page, limit });
    const pagination = { page, limit, total, total_pages: Math.ceil(total / limit) };
    return { success: true as const, leads: leads.map(fromLead), pagination };
  },
});
