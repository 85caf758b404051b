import type { Ctx } from '../../../http/face.ts';
import { notFound } from '../../../kernel/errors.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { deleteLeads } from '../../../modules/leads/index.ts';
import { anyAgentQuery, leadParams } from '../request-schemas.ts';
import { saidSchema } from '../schemas.ts';

export const deleteLeadOperation = defineOperation({
  operationId: 'deleteLead',
  method: 'DELETE',
  path: '/v3/leads/{id}',
  tag: 'Leads',
  summary: 'Delete a lead',
  description: 'Where the agent is named it must be the agent whose lead it is.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  query: anyAgentQuery,
  success: { status: 200, description: 'It is deleted.', schema: saidSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, query }) => {
    const agentId = query.agentId === undefined ? undefined : await requireAgent(ctx, { agentId: query.agentId });
    const { deleted } = await deleteLeads(ctx, { agentId, leadIds: [existingId(params.id, 'lead')] });
    if (deleted === 0) throw notFound('lead');
    return { success: true, message: 'Lead deleted' };
  },
});
