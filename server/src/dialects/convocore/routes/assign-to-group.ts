import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { tagLeads } from '../../../modules/tags/index.ts';
import { assignSchema, groupParams } from '../request-schemas.ts';
import { assignedSchema } from '../schemas.ts';

export const assignToGroupOperation = defineOperation({
  operationId: 'assignToGroup',
  method: 'PUT',
  path: '/v3/agents/{agentId}/groups/{groupName}',
  tag: 'Groups',
  summary: 'Put leads in a group',
  description: "All or none; those in it stay. The answer has how many of the agent's leads are in it now.",
  auth: 'key',
  scope: 'leads:write',
  params: groupParams,
  body: assignSchema,
  success: { status: 200, description: 'They are in it.', schema: assignedSchema },
  errors: ['not_found', 'conflict'],
  handle: async (ctx: Ctx, { params, body: { leadIds = [] } }) => {
    const agentId = await requireAgent(ctx, params);
    const { leadCount } = await tagLeads(ctx, { tag: params.groupName, leadIds, agentId });
    return { success: true, leadCount };
  },
});
