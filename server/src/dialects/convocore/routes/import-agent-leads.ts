import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { createLeads } from '../../../modules/leads/index.ts';
import { agentParams, bulkSchema } from '../request-schemas.ts';
import { importedSchema } from '../schemas.ts';
import { toImportedLead } from '../to-lead.ts';

export const importAgentLeadsOperation = defineOperation({
  operationId: 'importAgentLeads',
  method: 'POST',
  path: '/v3/agents/{agentId}/leads/bulk',
  tag: 'Leads',
  summary: 'Import leads of an agent',
  description: 'Up to 1,000 at a time, all or none: what is wrong with a row is said with its number.',
  auth: 'key',
  scope: 'leads:write',
  params: agentParams,
  body: bulkSchema,
  bodyLimitBytes: 10_485_760,
  success: { status: 200, description: 'How many were made.', schema: importedSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, body }) => {
    const agentId = await requireAgent(ctx, params);
    const inputs = body.leads.map((row) => toImportedLead(row, agentId));
    const leads = await createLeads(ctx, inputs, {
      channel: 'import',
      summary: 'Imported',
      pathOf: (index) => ['leads', String(index)],
    });
    return { success: true, count: leads.length };
  },
});
