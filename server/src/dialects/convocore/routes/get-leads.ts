import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { findAllLeads, findLeads } from '../find-leads.ts';
import { toConvocoreLead } from '../from-lead.ts';
import { allLeadsQuery, MAX_PAGE } from '../request-schemas.ts';
import { leadsAnswerSchema } from '../schemas.ts';

export const getLeadsOperation = defineOperation({
  operationId: 'getLeads',
  method: 'GET',
  path: '/v3/leads',
  tag: 'Leads',
  summary: "Get all of an agent's leads",
  description: 'Newest first, up to 10,000 leads and 20 MB. With page or limit only that page comes.',
  auth: 'key',
  scope: 'leads:read',
  query: allLeadsQuery,
  success: { status: 200, description: 'The leads.', schema: leadsAnswerSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { query }) => {
    const agentId = await requireAgent(ctx, query);
    const { page = 1, limit = MAX_PAGE } = query;
    const isPaged = query.page !== undefined || query.limit !== undefined;
    const leads = isPaged
      ? (await findLeads(ctx, agentId, {}, { page, limit: Math.min(limit, MAX_PAGE) })).leads
      : await findAllLeads(ctx, agentId);
    const data = leads.map((lead) => toConvocoreLead(lead, ctx.workspace.id));
    return { success: true, message: 'Leads found', data };
  },
});
