import { z } from 'zod';
import { type Ctx, isInTransaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { checklistGroupSchema, toGroups } from '../checklist/index.ts';
import { documentSchema, withLink } from '../documents/index.ts';
import { type Lead, leadMatchSchema, leadParams, leadSchema, readLead, toMatch } from '../leads/index.ts';
import { type ActionRow, overviewActionSchema, toAction } from './overview-action.ts';
import { readSurroundings, type Surroundings } from './read-surroundings.ts';

const overviewSchema = z
  .object({
    lead: leadSchema,
    checklist: z.array(checklistGroupSchema),
    documents: z.array(documentSchema),
    actions: z.array(overviewActionSchema).max(100).describe('The newest lines of the timeline, newest first.'),
    matchingLeads: z.array(leadMatchSchema).describe('Leads with the same e-mail or phone; none for a test lead.'),
    lastAction: overviewActionSchema.nullable().describe('The newest message or follow-up that was sent.'),
    nextFollowUp: overviewActionSchema.nullable().describe('The follow-up that is due first.'),
    nextDraft: overviewActionSchema.nullable().describe('The oldest message that awaits approval.'),
  })
  .meta({ id: 'LeadOverview' });
export type LeadOverview = z.infer<typeof overviewSchema>;

/**
 * A lead with everything that stands around it, what was said for a caller who may read conversations. Two statements
 * sent together, which concurrent readers share. Raises `not_found`.
 */
export async function getLeadOverview(ctx: Ctx, { leadId }: { leadId: string }): Promise<LeadOverview> {
  requireScope(ctx, 'leads:read');
  const [lead, around] = await Promise.all([readLead(ctx, leadId), readSurroundings(ctx, leadId)]);
  // Deleted between the two.
  if (!around) throw notFound('lead');
  return assemble(ctx, lead, around);
}

function assemble(ctx: Ctx, lead: Lead, around: Surroundings): LeadOverview {
  const at = isInTransaction(ctx) ? ctx.at : ctx.clock.now();
  const documents = (around.documents ?? []).map((row) => withLink(ctx, row, at));
  const showsMessages = ctx.scopes.has('conversations:read');
  const shown = (row: ActionRow) => toAction(row, documents, showsMessages);
  const values = new Map(Object.entries(lead.variables).map(([key, { value }]) => [key, value]));
  return {
    lead,
    checklist: toGroups(around.items ?? [], documents, values),
    documents,
    actions: (around.actions ?? []).map(shown),
    matchingLeads: (around.matches ?? []).map(toMatch),
    lastAction: around.lastAction && shown(around.lastAction),
    nextFollowUp: around.nextFollowUp && shown(around.nextFollowUp),
    nextDraft: around.nextDraft && shown(around.nextDraft),
  };
}

export const getLeadOverviewOperation = defineOperation({
  operationId: 'getLeadOverview',
  method: 'GET',
  path: '/v1/leads/{leadId}/overview',
  tag: 'Leads',
  summary: 'Get a lead with everything around it',
  description:
    'The lead, its checklist, documents and timeline, who else it may be, and what comes next, in one answer. What was said stands in `messages` for a key with the scope `conversations:read` only; for others they are empty.',
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  success: { status: 200, description: 'The lead and what is around it.', schema: overviewSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getLeadOverview(ctx, params),
});
