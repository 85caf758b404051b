import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { fromJsonTime } from '../../kernel/times.ts';
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

/** A page of the other leads that share the lead's e-mail or phone, newest first. Raises `not_found`, `invalid_input`. */
export async function listLeadMatches(
  ctx: Ctx,
  { leadId, query }: { leadId: string; query: ListQuery },
): Promise<Page<LeadMatch>> {
  requireScope(ctx, 'leads:read');
  const start = pageStart(query);
  const rows = await transaction(ctx, async (tctx) => {
    await requireLead(tctx, leadId);
    return tctx.tx<{ shown: LeadMatch }[]>`
      select shown from lead_match_views where workspace_id = ${ctx.workspace.id} and lead_id = ${leadId} and id < ${start}
      order by id desc limit ${query.limit + 1}`;
  });
  return toPage(
    rows.map(({ shown }) => toMatch(shown)),
    query.limit,
  );
}

/** A row as the view `lead_match_views` shows it, as the API does: Postgres writes times inside JSON otherwise. */
export function toMatch(shown: LeadMatch): LeadMatch {
  return { ...shown, createdAt: fromJsonTime(shown.createdAt) };
}

export const listLeadMatchesOperation = defineOperation({
  operationId: 'listLeadMatches',
  method: 'GET',
  path: '/v1/leads/{leadId}/matches',
  tag: 'Leads',
  summary: 'List leads that may be the same person',
  description: 'Leads that share the e-mail or the phone, newest first. None for a test lead.',
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of leads.', schema: pageSchema(leadMatchSchema) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, query }) => listLeadMatches(ctx, { ...params, query }),
});
