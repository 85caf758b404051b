import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { firstIdAt, timeFilter } from '../../kernel/times.ts';
import { optionalWholeNumber } from '../../kernel/whole-number.ts';
import { type Lead, leadSchema, selectLeads, stages } from './lead.ts';
import { bearsTag, hasWords, isOfAgent, isQuietFor, isReachedBy } from './lead-filters.ts';

export const listLeadsQuery = z.strictObject({
  ...listQuery,
  stage: z.enum(stages).optional(),
  needsHuman: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
  optedOut: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
  source: z.string().max(120).optional(),
  channel: z.string().max(60).optional(),
  tag: z.string().max(100).optional().describe('In any case.'),
  email: z.string().max(254).optional(),
  phone: z.string().max(40).optional().describe('In any national form; a + in a query is written %2B.'),
  externalId: z.string().max(200).optional(),
  agentId: z.uuid().optional(),
  search: z
    .string()
    .max(200)
    .optional()
    .describe('Words in the name, the e-mail address or the business name, or digits of the phone number.'),
  workflow: z.string().max(60).optional().describe('The key of a workflow the lead has an active run in.'),
  staleForDays: optionalWholeNumber(1, 365).describe(
    'Qualified leads that have not opted out, with whom nothing was said for so many days, or never.',
  ),
  createdAfter: timeFilter.optional(),
  createdBefore: timeFilter.optional(),
  updatedAfter: timeFilter.optional(),
});
export type ListLeadsQuery = z.infer<typeof listLeadsQuery>;

/** A page of leads, newest first, that fit all filters given. Raises `invalid_input` for a cursor that is none. */
export async function listLeads(ctx: Ctx, query: ListLeadsQuery): Promise<Page<Lead>> {
  requireScope(ctx, 'leads:read');
  const start = pageStart(query);
  // Yes and no are words of the statement: as a parameter they would keep a prepared plan from its partial index.
  const rows = await transaction(ctx, ({ tx }) => {
    const inWorkflow = (key: string) => tx`and exists (
      select from runs r join workflows w on w.workspace_id = r.workspace_id and w.id = r.workflow_id
      where r.workspace_id = l.workspace_id and r.lead_id = l.id and r.is_active and w.key = ${key})`;
    return selectLeads(
      tx,
      tx`where l.workspace_id = ${ctx.workspace.id} and l.is_test = ${ctx.isTest} and l.deleted_at is null and l.id < ${start}
        ${query.stage === undefined ? tx`` : tx`and l.stage = ${query.stage}`}
        ${query.needsHuman === undefined ? tx`` : query.needsHuman ? tx`and l.needs_human` : tx`and not l.needs_human`}
        ${query.optedOut === undefined ? tx`` : query.optedOut ? tx`and l.opted_out_at is not null` : tx`and l.opted_out_at is null`}
        ${query.source === undefined ? tx`` : tx`and l.source = ${query.source}`}
        ${query.channel === undefined ? tx`` : tx`and l.channel = ${query.channel}`}
        ${isOfAgent(tx, query.agentId)} ${bearsTag(tx, query.tag)} ${hasWords(tx, query.search)}
        ${isQuietFor(tx, query.staleForDays, ctx.clock.now())}
        ${isReachedBy(tx, query, ctx.workspace.country)}
        ${query.workflow === undefined ? tx`` : inWorkflow(query.workflow)}
        ${query.createdAfter === undefined ? tx`` : tx`and l.id >= ${firstIdAt(nextMoment(query.createdAfter))}`}
        ${query.createdBefore === undefined ? tx`` : tx`and l.id < ${firstIdAt(query.createdBefore)}`}
        ${query.updatedAfter === undefined ? tx`` : tx`and l.updated_at > ${query.updatedAfter}`}
      order by l.id desc limit ${query.limit + 1}`,
    );
  });
  return toPage(rows, query.limit);
}

function nextMoment(at: Date): Date {
  return new Date(at.getTime() + 1);
}

export const listLeadsOperation = defineOperation({
  operationId: 'listLeads',
  method: 'GET',
  path: '/v1/leads',
  tag: 'Leads',
  summary: 'List leads',
  description: 'Newest first. All filters given must fit.',
  auth: 'key',
  scope: 'leads:read',
  query: listLeadsQuery,
  success: { status: 200, description: 'A page of leads.', schema: pageSchema(leadSchema) },
  handle: (ctx: Ctx, { query }) => listLeads(ctx, query),
});
