import type { Ctx } from '../../../http/face.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { getLeadOverview } from '../../../modules/overview/index.ts';
import { fromOverview } from '../from-overview.ts';
import { leadParams } from '../request-schemas.ts';
import { overviewSchema } from '../schemas.ts';

export const getLeadOperation = defineOperation({
  operationId: 'getLead',
  method: 'GET',
  path: '/api/v1/leads/{leadId}',
  tag: 'Leads',
  summary: 'Get a lead',
  description: 'The lead with its checklist, documents, action log, matching leads and what is planned.',
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  success: { status: 200, description: 'The lead in the standard shape.', schema: overviewSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) =>
    fromOverview(await getLeadOverview(ctx, { leadId: existingId(params.leadId, 'lead') }), ctx.workspace.id),
});
