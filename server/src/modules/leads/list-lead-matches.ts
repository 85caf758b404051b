import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams, requireLead } from './get-lead.ts';
import { stages } from './lead.ts';

export const leadMatchSchema = z
  .object({
    id: z.uuid(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    stage: z.enum(stages),
    createdAt: z.iso.datetime(),
    matchedBy: z.array(z.enum(['email', 'phone'])).describe('What it shares with the lead.'),
  })
  .meta({ id: 'LeadMatch' });
export type LeadMatch = z.infer<typeof leadMatchSchema>;

const MAX_MATCHES = 20;

/** Other leads that share the lead's e-mail or phone, newest first, at most 20. Raises `not_found`. */
export async function listLeadMatches(ctx: Ctx, { leadId }: { leadId: string }): Promise<{ data: LeadMatch[] }> {
  requireScope(ctx, 'leads:read');
  return transaction(ctx, async (tctx) => {
    await requireLead(tctx, leadId);
    return { data: await matchingLeads(tctx, leadId) };
  });
}

/** As `listLeadMatches`, for verbs that show them with the lead; none for a test lead. */
export async function matchingLeads({ tx, workspace, isTest }: TxCtx, leadId: string): Promise<LeadMatch[]> {
  if (isTest) return [];
  const rows = await tx<(Omit<LeadMatch, 'createdAt'> & { createdAt: Date })[]>`
    select o.id, o.name, o.email, o.phone, o.stage, o.created_at,
      array_remove(array[
        case when o.email = l.email then 'email' end,
        case when o.phone_match_key = l.phone_match_key then 'phone' end], null) as matched_by
    from leads l
    join leads o on o.workspace_id = l.workspace_id and o.is_test = l.is_test and o.id <> l.id and o.deleted_at is null
      and (o.email = l.email or o.phone_match_key = l.phone_match_key)
    where l.workspace_id = ${workspace.id} and l.id = ${leadId} and not l.is_test and l.deleted_at is null
    order by o.id desc limit ${MAX_MATCHES}`;
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

export const listLeadMatchesOperation = defineOperation({
  operationId: 'listLeadMatches',
  method: 'GET',
  path: '/v1/leads/{leadId}/matches',
  tag: 'Leads',
  summary: 'List leads that may be the same person',
  description: 'Leads that share the e-mail or the phone, newest first, at most 20. None for a test lead.',
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  success: { status: 200, description: 'The leads.', schema: z.object({ data: z.array(leadMatchSchema) }) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => listLeadMatches(ctx, params),
});
