import type { Ctx } from '../../../http/face.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { getLead } from '../../../modules/leads/index.ts';
import { fromLead, fromVariables } from '../from-lead.ts';
import { leadParams } from '../request-schemas.ts';
import { leadResponse } from '../schemas.ts';

export const getLeadOperation = defineOperation({
  operationId: 'getLead',
  method: 'GET',
  path: '/api/public/leads/{id}',
  tag: 'Leads',
  summary: 'Get a lead',
  description: 'With its campaign, its active run and what was learned.',
  auth: 'key',
  confirmsKey: true,
  scope: 'leads:read',
  params: leadParams,
  success: { status: 200, description: 'The lead.', schema: leadResponse },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) => {
    const lead = await getLead(ctx, { leadId: existingId(params.id, 'lead') });
    return { success: true as const, lead: fromLead(lead), variables: fromVariables(lead.variables) };
  },
});
