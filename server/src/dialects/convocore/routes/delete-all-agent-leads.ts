import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { deleteLeads } from '../../../modules/leads/index.ts';
import { agentParams } from '../request-schemas.ts';
import { deletedSchema } from '../schemas.ts';

export const deleteAllAgentLeadsOperation = defineOperation({
  operationId: 'deleteAllAgentLeads',
  method: 'DELETE',
  path: '/v3/agents/{agentId}/leads/all',
  tag: 'Leads',
  summary: 'Delete all leads of an agent',
  auth: 'key',
  scope: 'leads:write',
  params: agentParams,
  success: { status: 200, description: 'They are deleted.', schema: deletedSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) => {
    const agentId = await requireAgent(ctx, params);
    const { deleted } = await deleteLeads(ctx, { agentId, all: true });
    return { success: true, deletedCount: deleted };
  },
});
