import type { Ctx } from '../../../http/face.ts';
import { requireScope } from '../../../kernel/ctx.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { createLead } from '../../../modules/leads/index.ts';
import { toVorelLead } from '../from-lead.ts';
import { newLeadSchema } from '../request-schemas.ts';
import { leadSchema } from '../schemas.ts';
import { toNewLead } from '../to-lead.ts';

export const createLeadOperation = defineOperation({
  operationId: 'createLead',
  method: 'POST',
  path: '/api/v1/leads',
  tag: 'Leads',
  summary: 'Create a lead',
  description: 'On a conversation that has no lead yet. A conversation has one lead: a second is a 409.',
  auth: 'key',
  scope: 'leads:write',
  body: newLeadSchema,
  success: { status: 201, description: 'The lead.', schema: leadSchema },
  errors: ['not_found', 'conflict'],
  handle: async (ctx: Ctx, { body }) => {
    // Before the conflict that a wrong status is: whoever may not write learns nothing else.
    requireScope(ctx, 'leads:write');
    return toVorelLead(await createLead(ctx, toNewLead(body)));
  },
});
