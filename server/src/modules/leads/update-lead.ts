import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { changeLead } from './change-lead.ts';
import { leadParams, readWritten } from './get-lead.ts';
import { type Lead, leadSchema, stages } from './lead.ts';
import { leadFields, leadInputSchema, variablesInput } from './lead-input.ts';
import { type LockedLead, lockLead } from './lock-lead.ts';

export const updateLeadSchema = leadInputSchema
  .extend({
    stage: z.enum(stages).optional(),
    lostReason: z.string().trim().min(1).max(500).nullable().optional(),
    needsHuman: z
      .boolean()
      .optional()
      .describe(
        'true hands the lead to a person who is waited for, and the agent is silent, unless `owner` is `agent` in the same request. false ends the waiting and leaves the owner as it is: hand back with `owner`.',
      ),
    needsHumanReason: z.string().trim().min(1).max(500).nullable().optional(),
    metadata: leadFields.metadata.optional().describe('Merged into what is there, key by key; null removes a key.'),
    variables: variablesInput.optional().describe('What is known for sure, by field key; null removes one.'),
  })
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Give at least one field to change.');
export type LeadChange = z.infer<typeof updateLeadSchema>;

/** Where a lead stands, for a face that shows less than there is and must not overwrite what it cannot show. */
export type LeadStanding = Pick<LockedLead, 'stage' | 'optedOutAt' | 'intent' | 'timeline' | 'source'>;

interface UpdateOptions {
  /** Where in the request the lead's fields stood. */
  readonly path?: readonly string[];
}

/**
 * Changes what is given and leaves the rest; null clears. `owner`, `needsHuman` and `optedOut` take all their effects:
 * `needsHuman: true` silences the agent until somebody has come, unless `owner: agent` is said with it. `needsHuman:
 * false` ends the waiting for a person and leaves the lead with who has it: an agent that began to talk because a flag
 * was cleared would surprise the person who is about to. Raises `not_found`, `invalid_input`, `conflict` booked.
 */
export async function updateLead(
  ctx: Ctx,
  input: { leadId: string; change: LeadChange | ((before: LeadStanding) => LeadChange) },
  { path = [] }: UpdateOptions = {},
): Promise<Lead> {
  requireScope(ctx, 'leads:write');
  const { leadId, change } = input;
  const { lead } = await transaction(ctx, async (tctx) => {
    const before = await lockLead(tctx, leadId);
    const settled = typeof change === 'function' ? change(before) : change;
    await changeLead(tctx, settled, { leadId, before, verb: 'updateLead', path });
    return readWritten(tctx, leadId);
  });
  return lead;
}

export const updateLeadOperation = defineOperation({
  operationId: 'updateLead',
  method: 'PATCH',
  path: '/v1/leads/{leadId}',
  tag: 'Leads',
  summary: 'Update a lead',
  description:
    'What is left out stays as it is; null clears; a variable that is given as it is keeps its source. While an appointment is to come the stage may only be set to `lost` or `converted`: the rest is a 409 `booked`. Handing over, handing back and opting out are changes of `owner` and `optedOut`.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: updateLeadSchema,
  success: { status: 200, description: 'The lead as it is now.', schema: leadSchema },
  errors: ['not_found', 'conflict'],
  etag: (lead) => String(lead.revision),
  handle: (ctx: Ctx, { params, body }) => updateLead(ctx, { ...params, change: body }),
});
