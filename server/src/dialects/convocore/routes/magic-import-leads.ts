import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requireAgent } from '../../../modules/agents/index.ts';
import { importLeadsFromText } from '../../../modules/leads/index.ts';
import { toConvocoreLead } from '../from-lead.ts';
import { agentParams, magicSchema } from '../request-schemas.ts';
import { addedSchema } from '../schemas.ts';

export const magicImportLeadsOperation = defineOperation({
  operationId: 'magicImportLeads',
  method: 'POST',
  path: '/v3/agents/{agentId}/magic-import-leads',
  tag: 'Leads',
  summary: 'Import leads from free text',
  description: 'Everybody of whom the text tells with an e-mail address or a phone number, up to 500 at a time.',
  auth: 'key',
  scope: 'leads:write',
  params: agentParams,
  body: magicSchema,
  success: { status: 200, description: 'The leads made.', schema: addedSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, body: { rawText: text, leadGroupId } }) => {
    const agentId = await requireAgent(ctx, params);
    const tag = leadGroupId || undefined;
    const { leads } = await importLeadsFromText(ctx, { text, tag, agentId, source: 'import' });
    return { success: true, leadsAdded: leads.map((lead) => toConvocoreLead(lead, ctx.workspace.id)) };
  },
});
