import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { findAllLeads } from '../find-leads.ts';
import { toConvocoreLead } from '../from-lead.ts';
import { agentParams, exportSchema } from '../request-schemas.ts';
import { exportedSchema } from '../schemas.ts';

export const exportFilteredAgentLeadsOperation = defineOperation({
  operationId: 'exportFilteredAgentLeads',
  method: 'POST',
  path: '/v3/agents/{agentId}/leads/export-filtered',
  tag: 'Leads',
  summary: "Export an agent's leads that fit",
  description: 'Newest first, up to 10,000 leads and 20 MB. All filters given must fit.',
  auth: 'key',
  scope: 'leads:read',
  params: agentParams,
  body: exportSchema,
  success: { status: 200, description: 'The leads.', schema: exportedSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, body }) => {
    const agentId = await requireAgent(ctx, params);
    const leads = await findAllLeads(ctx, agentId, body);
    return { leads: leads.map((lead) => toConvocoreLead(lead, ctx.workspace.id)), total: leads.length };
  },
});
