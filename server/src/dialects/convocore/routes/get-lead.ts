import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { existingLead } from '../existing-lead.ts';
import { toConvocoreLead } from '../from-lead.ts';
import { agentQuery, leadParams } from '../request-schemas.ts';
import { leadAnswerSchema } from '../schemas.ts';

export const getLeadOperation = defineOperation({
  operationId: 'getLead',
  method: 'GET',
  path: '/v3/leads/{id}',
  tag: 'Leads',
  summary: 'Get a lead',
  description: 'By its id and that of the agent whose lead it is.',
  auth: 'key',
  confirmsKey: true,
  scope: 'leads:read',
  params: leadParams,
  query: agentQuery,
  success: { status: 200, description: 'The lead.', schema: leadAnswerSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, query }) => {
    const lead = await existingLead(ctx, { id: params.id, agentId: query.agentId });
    return { success: true, message: 'Lead found', data: toConvocoreLead(lead, ctx.workspace.id) };
  },
});
