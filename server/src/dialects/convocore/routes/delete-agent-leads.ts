import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { deleteLeads } from '../../../modules/leads/index.ts';
import { agentParams, leadIdsQuery } from '../request-schemas.ts';
import { successSchema } from '../schemas.ts';

export const deleteAgentLeadsOperation = defineOperation({
  operationId: 'deleteAgentLeads',
  method: 'DELETE',
  path: '/v3/agents/{agentId}/leads',
  tag: 'Leads',
  summary: 'Delete leads of an agent by their ids',
  description:
    "Ids parted by commas, as a JSON list, or the parameter more than once. Ids that are none of the agent's leads are passed over.",
  auth: 'key',
  scope: 'leads:write',
  params: agentParams,
  query: leadIdsQuery,
  success: { status: 200, description: 'They are deleted.', schema: successSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, query: { leadIds } }) => {
    const agentId = await requireAgent(ctx, params);
    await deleteLeads(ctx, { agentId, leadIds });
    return { success: true };
  },
});
