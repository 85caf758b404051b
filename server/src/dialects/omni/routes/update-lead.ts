import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { updateLeadBody } from '../request-schemas.ts';
import { writtenSchema } from '../schemas.ts';
import { updateLead } from '../update-lead.ts';

export const updateLeadOperation = defineOperation({
  operationId: 'updateLead',
  method: 'PUT',
  path: '/api/v1/leads',
  tag: 'Leads',
  summary: 'Update a lead',
  description:
    'The body names the lead. What is left out stays as it is; null clears. Needs `leads:read` too, for the answer.',
  auth: 'key',
  scope: 'leads:write',
  body: updateLeadBody,
  success: { status: 200, description: 'The lead in the standard shape.', schema: writtenSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { body }) => updateLead(ctx, body.leadId, body),
});
