import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { createLead } from '../../../modules/leads/index.ts';
import { toConvocoreLead } from '../from-lead.ts';
import { newLeadSchema } from '../request-schemas.ts';
import { leadAnswerSchema } from '../schemas.ts';
import { toNewLead } from '../to-lead.ts';

export const createLeadOperation = defineOperation({
  operationId: 'createLead',
  method: 'POST',
  path: '/v3/leads',
  tag: 'Leads',
  summary: 'Create a lead',
  description: 'For an agent. Leads may share an e-mail address or a phone number.',
  auth: 'key',
  scope: 'leads:write',
  body: newLeadSchema,
  success: { status: 200, description: 'The lead.', schema: leadAnswerSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { body }) => {
    const agentId = await requireAgent(ctx, body.lead);
    const lead = await createLead(ctx, { ...toNewLead(body.lead), agentId }, { path: ['lead'] });
    return { success: true, message: 'Lead created', data: toConvocoreLead(lead, ctx.workspace.id) };
  },
});
