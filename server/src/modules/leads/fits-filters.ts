import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
import { firstIdAt, timeFilter } from '../../kernel/times.ts';
import { optionalWholeNumber } from '../../kernel/whole-number.ts';
import { stages } from './lead.ts';
import {
  bearsTag,
  type Changed,
  findChanged,
  findQuiet,
  hasWords,
  isChanged,
  isOfAgent,
  isQuiet,
  isReachedBy,
  type Quiet,
} from './lead-filters.ts';

/** What leads are chosen by, as a query says it. */
export const leadFilters = {
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
};
const filtersSchema = z.strictObject(leadFilters);
export type LeadFilters = z.infer<typeof filtersSchema>;

/** The same as JSON says it. */
export const leadFiltersBody = filtersSchema.extend({
  needsHuman: z.boolean().optional(),
  optedOut: z.boolean().optional(),
});

/**
 * Reads what the filters need and returns what makes the condition: on `l`, leads of the caller's kind that are there and
 * fit all that is given. It begins with `where`.
 */
export async function fitsFilters(ctx: TxCtx, filters: LeadFilters): Promise<() => ReturnType<Tx>> {
  const quiet = await findQuiet(ctx, filters.staleForDays);
  const changed = await findChanged(ctx, filters.updatedAfter);
  return () => conditionOf(ctx, filters, { quiet, changed });
}

function conditionOf(
  { tx, workspace, isTest }: TxCtx,
  filters: LeadFilters,
  { quiet, changed }: { quiet: Quiet | undefined; changed: Changed | undefined },
): ReturnType<Tx> {
  const inWorkflow = (key: string) => tx`and exists (
    select from runs r join workflows w on w.workspace_id = r.workspace_id and w.id = r.workflow_id
    where r.workspace_id = l.workspace_id and r.lead_id = l.id and r.is_active and w.key = ${key})`;
  // Yes and no are words of the statement: as a parameter they would keep a prepared plan from its partial index.
  return tx`where l.workspace_id = ${workspace.id} and l.is_test = ${isTest} and l.deleted_at is null
    ${filters.stage === undefined ? tx`` : tx`and l.stage = ${filters.stage}`}
    ${filters.needsHuman === undefined ? tx`` : filters.needsHuman ? tx`and l.needs_human` : tx`and not l.needs_human`}
    ${filters.optedOut === undefined ? tx`` : filters.optedOut ? tx`and l.opted_out_at is not null` : tx`and l.opted_out_at is null`}
    ${filters.source === undefined ? tx`` : tx`and l.source = ${filters.source}`}
    ${filters.channel === undefined ? tx`` : tx`and l.channel = ${filters.channel}`}
    ${isOfAgent(tx, filters.agentId)} ${bearsTag(tx, filters.tag)} ${hasWords(tx, filters.search)}
    ${isQuiet(tx, quiet)}
    ${isReachedBy(tx, filters, workspace.country)}
    ${filters.workflow === undefined ? tx`` : inWorkflow(filters.workflow)}
    ${filters.createdAfter === undefined ? tx`` : tx`and l.id >= ${firstIdAt(nextMoment(filters.createdAfter))}`}
    ${filters.createdBefore === undefined ? tx`` : tx`and l.id < ${firstIdAt(filters.createdBefore)}`}
    ${isChanged(tx, changed)}`;
}

function nextMoment(at: Date): Date {
  return new Date(at.getTime() + 1);
}
