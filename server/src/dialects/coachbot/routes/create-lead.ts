import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { createLead } from '../../../modules/leads/index.ts';
import { toCoachbotLead } from '../from-lead.ts';
import { createdAnswerSchema, newLeadSchema } from '../schemas.ts';
import { toNewLead } from '../to-lead.ts';

export const createLeadOperation = defineOperation({
  operationId: 'createLead',
  method: 'POST',
  path: '/api/public/leads',
  tag: 'Leads',
  summary: 'Submit a lead',
  description: 'With the consent to be contacted. A phone number that a lead has already is a 409.',
  auth: 'key',
  scope: 'leads:write',
  body: newLeadSchema,
  success: { status: 201, description: 'The lead.', schema: createdAnswerSchema },
  errors: ['conflict'],
  handle: async (ctx: Ctx, { body }) => {
    const lead = await createLead(ctx, toNewLead(body));
    return { ok: true as const, lead: toCoachbotLead(lead), voiceCall: null, leadId: lead.id };
  },
});
