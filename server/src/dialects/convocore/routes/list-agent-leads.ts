import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { findLeads } from '../find-leads.ts';
import { toConvocoreLead } from '../from-lead.ts';
import { agentParams, leadsQuery, MAX_PAGE } from '../request-schemas.ts';
import { leadsPageSchema } from '../schemas.ts';

export const listAgentLeadsOperation = defineOperation({
  operationId: 'listAgentLeads',
  method: 'GET',
  path: '/v3/agents/{agentId}/leads',
  tag: 'Leads',
  summary: "List an agent's leads",
  description:
    'Newest first, by pages of at most 1,000 leads and 20 MB. All filters given must fit. A group is found by an index; words and properties are looked for in every lead of the agent, which takes a second where they are a million.',
  auth: 'key',
  scope: 'leads:read',
  params: agentParams,
  query: leadsQuery,
  success: { status: 200, description: 'A page of leads.', schema: leadsPageSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, query: { page, limit, ...filters } }) => {
    const agentId = await requireAgent(ctx, params);
    const found = await findLeads(ctx, agentId, filters, { page, limit: Math.min(limit, MAX_PAGE) });
    return { ...found, leads: found.leads.map((lead) => toConvocoreLead(lead, ctx.workspace.id)) };
  },
});
