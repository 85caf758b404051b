import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { deleteLeads } from '../../../modules/leads/index.ts';
import { agentParams, groupQuery } from '../request-schemas.ts';
import { groupDeletedSchema } from '../schemas.ts';

export const deleteLeadsByGroupOperation = defineOperation({
  operationId: 'deleteLeadsByGroup',
  method: 'DELETE',
  path: '/v3/agents/{agentId}/leads/group',
  tag: 'Leads',
  summary: "Delete an agent's leads in a group",
  auth: 'key',
  scope: 'leads:write',
  params: agentParams,
  query: groupQuery,
  success: { status: 200, description: 'They are deleted; the group stays.', schema: groupDeletedSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, query }) => {
    const agentId = await requireAgent(ctx, params);
    const { deleted } = await deleteLeads(ctx, { agentId, tag: query.groupId });
    return { success: true, message: 'Leads of the group deleted', deletedCount: deleted };
  },
});
