import type { Ctx } from '../../../http/face.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { getLead } from '../../../modules/leads/index.ts';
import { toVorelLead } from '../from-lead.ts';
import { idParams } from '../request-schemas.ts';
import { leadSchema } from '../schemas.ts';

export const getLeadOperation = defineOperation({
  operationId: 'getLead',
  method: 'GET',
  path: '/api/v1/leads/{id}',
  tag: 'Leads',
  summary: 'Get a lead',
  auth: 'key',
  confirmsKey: true,
  scope: 'leads:read',
  params: idParams,
  success: { status: 200, description: 'The lead.', schema: leadSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) => toVorelLead(await getLead(ctx, { leadId: existingId(params.id, 'lead') })),
});
