import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
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

/** A page of the other leads that share the lead's e-mail or phone, newest first. Raises `not_found`, `invalid_input`. */
export async function listLeadMatches(
  ctx: Ctx,
  { leadId, query }: { leadId: string; query: ListQuery },
): Promise<Page<LeadMatch>> {
  requireScope(ctx, 'leads:read');
  const start = pageStart(query);
  const rows = await transaction(ctx, async (tctx) => {
    await requireLead(tctx, leadId);
    return selectMatches(tctx, { leadId, start, limit: query.limit + 1 });
  });
  return toPage(rows, query.limit);
}

const MAX_SHOWN = 20;

/** The newest 20, for verbs that show them with the lead; none for a test lead. */
export function matchingLeads(ctx: TxCtx, leadId: string): Promise<LeadMatch[]> {
  return selectMatches(ctx, { leadId, start: pageStart({ limit: MAX_SHOWN }), limit: MAX_SHOWN });
}

interface MatchesWanted {
  readonly leadId: string;
  /** The id under which they begin. */
  readonly start: string;
  readonly limit: number;
}

async function selectMatches(ctx: TxCtx, { leadId, start, limit }: MatchesWanted): Promise<LeadMatch[]> {
  const { tx, workspace, isTest } = ctx;
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
      and o.id < ${start}
    order by o.id desc limit ${limit}`;
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
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
