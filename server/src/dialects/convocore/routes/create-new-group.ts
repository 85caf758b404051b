import { type Ctx, transaction } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { createTag, tagLeads } from '../../../modules/tags/index.ts';
import { agentParams, newGroupSchema } from '../request-schemas.ts';
import { groupAnswerSchema } from '../schemas.ts';

export const createNewGroupOperation = defineOperation({
  operationId: 'createNewGroup',
  method: 'POST',
  path: '/v3/agents/{agentId}/groups',
  tag: 'Groups',
  summary: 'Create a group',
  description:
    'With leads of the agent in it from the first, or empty. Groups of one name are one, whatever the agent.',
  auth: 'key',
  scope: 'leads:write',
  params: agentParams,
  body: newGroupSchema,
  success: { status: 200, description: 'The group.', schema: groupAnswerSchema },
  errors: ['not_found', 'conflict'],
  handle: async (ctx: Ctx, { params, body: { groupName, leads = [] } }) => {
    const agentId = await requireAgent(ctx, params);
    const data = await transaction(ctx, async (tctx) => {
      const made = await createTag(tctx, { name: groupName });
      return leads.length === 0 ? made : tagLeads(tctx, { tag: groupName, leadIds: leads, agentId });
    });
    return { success: true, message: 'Group created', data };
  },
});
