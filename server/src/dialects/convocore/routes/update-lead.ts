import { type Ctx, transaction } from '../../../http/face.ts';
import { invalidInput } from '../../../kernel/errors.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { updateLead } from '../../../modules/leads/index.ts';
import { existingLead } from '../existing-lead.ts';
import { toConvocoreLead } from '../from-lead.ts';
import { anyAgentQuery, leadParams, leadPatchSchema } from '../request-schemas.ts';
import { leadAnswerSchema } from '../schemas.ts';
import { toChange } from '../to-lead.ts';

export const updateLeadOperation = defineOperation({
  operationId: 'updateLead',
  method: 'PATCH',
  path: '/v3/leads/{id}',
  tag: 'Leads',
  summary: 'Update a lead',
  description: 'What is left out stays as it is, null clears, metaData is merged key by key. The agent stays the same.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  query: anyAgentQuery,
  body: leadPatchSchema,
  success: { status: 200, description: 'The lead as it is now.', schema: leadAnswerSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params: { id }, query, body }) => {
    const agentId = body.agentId ?? query.agentId;
    if (agentId === undefined) {
      const message = "Say whose lead it is: the agent's id, beside lead.";
      throw invalidInput('The agent is missing.', [{ path: ['agentId'], message }]);
    }
    const lead = await transaction(ctx, async (tctx) => {
      const before = await existingLead(tctx, { id, agentId });
      return updateLead(tctx, { leadId: before.id, change: toChange(body.lead, before) }, { path: ['lead'] });
    });
    return { success: true, message: 'Lead updated', data: toConvocoreLead(lead, ctx.workspace.id) };
  },
});
