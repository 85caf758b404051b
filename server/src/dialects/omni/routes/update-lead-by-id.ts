import type { Ctx } from '../../../http/face.ts';
import { invalidInput } from '../../../kernel/errors.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { leadParams, updateLeadByIdBody } from '../request-schemas.ts';
import { writtenSchema } from '../schemas.ts';
import { updateLead } from '../update-lead.ts';

export const updateLeadByIdOperation = defineOperation({
  operationId: 'updateLeadById',
  method: 'PUT',
  path: '/api/v1/leads/{leadId}',
  tag: 'Leads',
  summary: 'Update a lead named in the path',
  description:
    'As the update whose body names the lead. A `leadId` in the body must be the same. Needs `leads:read` too.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: updateLeadByIdBody,
  success: { status: 200, description: 'The lead in the standard shape.', schema: writtenSchema },
  errors: ['not_found', 'conflict'],
  handle: async (ctx: Ctx, { params, body }) => {
    if (body.leadId !== undefined && body.leadId !== params.leadId)
      throw invalidInput('Two leads are named.', [{ path: ['leadId'], message: 'The path names another lead.' }]);
    return updateLead(ctx, params.leadId, body);
  },
});
