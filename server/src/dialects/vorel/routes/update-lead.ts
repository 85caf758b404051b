import type { Ctx } from '../../../http/face.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { updateLead } from '../../../modules/leads/index.ts';
import { toVorelLead } from '../from-lead.ts';
import { idParams, leadChangeSchema } from '../request-schemas.ts';
import { leadSchema } from '../schemas.ts';
import { asBookedConflict, toLeadChange } from '../to-lead.ts';

export const updateLeadOperation = defineOperation({
  operationId: 'updateLead',
  method: 'PATCH',
  path: '/api/v1/leads/{id}',
  tag: 'Leads',
  summary: 'Update a lead',
  description:
    'What is left out stays as it is; null clears. `attributes` are merged key by key. The conversation stays.',
  auth: 'key',
  scope: 'leads:write',
  params: idParams,
  body: leadChangeSchema,
  success: { status: 200, description: 'The lead as it is now.', schema: leadSchema },
  errors: ['not_found', 'conflict'],
  handle: async (ctx: Ctx, { params, body }) => {
    const leadId = existingId(params.id, 'lead');
    const lead = await updateLead(ctx, { leadId, change: toLeadChange(body) }).catch((error: unknown) => {
      throw body.status === 'booked' ? asBookedConflict(error) : error;
    });
    return toVorelLead(lead);
  },
});
