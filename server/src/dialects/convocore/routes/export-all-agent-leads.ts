import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { findAllLeads } from '../find-leads.ts';
import { toConvocoreLead } from '../from-lead.ts';
import { agentParams, exportQuery } from '../request-schemas.ts';
import { exportedSchema } from '../schemas.ts';

export const exportAllAgentLeadsOperation = defineOperation({
  operationId: 'exportAllAgentLeads',
  method: 'GET',
  path: '/v3/agents/{agentId}/leads/export',
  tag: 'Leads',
  summary: "Export an agent's leads",
  description: 'Newest first, up to 10,000 leads and 20 MB.',
  auth: 'key',
  scope: 'leads:read',
  params: agentParams,
  query: exportQuery,
  success: { status: 200, description: 'The leads.', schema: exportedSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, query: { timeRange } }) => {
    const agentId = await requireAgent(ctx, params);
    const leads = await findAllLeads(ctx, agentId, { timeRange });
    return { leads: leads.map((lead) => toConvocoreLead(lead, ctx.workspace.id)), total: leads.length };
  },
});
