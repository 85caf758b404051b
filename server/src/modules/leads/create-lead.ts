import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { readWritten } from './get-lead.ts';
import { collectLead } from './insert-lead.ts';
import { type Lead, leadSchema } from './lead.ts';
import { createLeadSchema, type NewLead, type NewLeadOptions } from './new-lead.ts';

/**
 * Makes a lead with its first conversation, its run where a workflow is given or the workspace has a default, its
 * event, audit row and stimulus in one transaction. Leads may share contact points, but those in `unique`. Raises
 * `invalid_input`, `not_found` for an unknown workflow or conversation, `conflict` duplicate_lead with the `leadId` that
 * is there and `by` what, and `conflict` conversation_has_lead.
 */
export async function createLead(ctx: Ctx, input: NewLead, options: NewLeadOptions = {}): Promise<Lead> {
  requireScope(ctx, 'leads:write');
  const { lead } = await transaction(ctx, async (tctx) => {
    const { leadId } = await collectLead(tctx, input, options);
    return readWritten(tctx, leadId);
  });
  return lead;
}

export const createLeadOperation = defineOperation({
  operationId: 'createLead',
  method: 'POST',
  path: '/v1/leads',
  tag: 'Leads',
  summary: 'Create a lead',
  description:
    'Leads may share an e-mail or a phone number, unless `unique` says otherwise. Send `Idempotency-Key` so that a retry makes no second lead.',
  auth: 'key',
  scope: 'leads:write',
  body: createLeadSchema,
  success: { status: 201, description: 'The lead.', schema: leadSchema },
  errors: ['not_found', 'conflict', 'unprocessable'],
  idempotent: true,
  etag: (lead) => String(lead.revision),
  location: (lead) => `/v1/leads/${lead.id}`,
  handle: (ctx: Ctx, { body }) => createLead(ctx, body),
});
