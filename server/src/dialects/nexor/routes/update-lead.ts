import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { changeLead } from '../change-lead.ts';
import { leadChangeBody, leadParams } from '../request-schemas.ts';
import { updatedResponse } from '../schemas.ts';

export const updateLeadOperation = defineOperation({
  operationId: 'updateLead',
  method: 'PUT',
  path: '/api/public/leads/{id}',
  tag: 'Leads',
  summary: 'Change a lead',
  description: 'What is left out stays, null or an empty text clears, and `metadata` is merged key by key.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: leadChangeBody,
  success: { status: 200, description: 'The lead as it is now.', schema: updatedResponse },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, body }) => changeLead(ctx, params.id, body),
});
