import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, FoyerError } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { readLead } from './get-lead.ts';
import { insertLead } from './insert-lead.ts';
import { joinLead } from './join-lead.ts';
import { leadSchema } from './lead.ts';
import { type LockedLead, tryLockLead } from './lock-lead.ts';
import { type NewLead, type NewLeadOptions, upsertLeadSchema } from './new-lead.ts';
import { findKnown, type Known, lockPoints, type Points, pointsOf } from './same-person.ts';

export interface UpsertOptions extends NewLeadOptions {
  /**
   * What happens where the e-mail is one lead's and the phone another's. `refuse`: a conflict. `keep`: the first is
   * updated, and the other keeps its contact point.
   */
  readonly onSplit?: 'refuse' | 'keep';
}

const keptSchema = z.array(z.enum(['email', 'phone']));
const upsertedSchema = z
  .object({
    lead: leadSchema,
    existed: z.boolean().describe('Whether the lead was there before.'),
    kept: keptSchema.describe('Contact points that stay with another lead. Empty here: such a request is refused.'),
  })
  .meta({ id: 'UpsertedLead' });
type Kept = z.infer<typeof keptSchema>;
export type UpsertedLead = z.infer<typeof upsertedSchema>;

/**
 * Makes a lead, or updates the one that is known by the same external id, else e-mail, else phone; of several the one
 * active last. Of a known lead only what is given and not empty is overwritten; metadata, variables, form responses and
 * tags are joined. An opt-out is never taken back here. Raises `invalid_input`, `not_found`, `conflict` split_match with
 * the `leadIds` and conversation_has_lead.
 */
export async function upsertLead(ctx: Ctx, input: NewLead, options: UpsertOptions = {}): Promise<UpsertedLead> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    await lockPoints(tctx, [pointsOf(input, ctx.workspace.country)]);
    const { leadId, ...upserted } = await upsertLocked(tctx, input, options);
    return { lead: await readLead(tctx, leadId), ...upserted };
  });
}

/** As often as a known lead may change or go between being found and being locked. */
const MAX_LOOKS = 5;

/** An upsert by a caller who holds the locks of the contact points. */
export async function upsertLocked(
  ctx: TxCtx,
  input: NewLead,
  options: UpsertOptions,
): Promise<{ leadId: string; existed: boolean; kept: Kept }> {
  const points = pointsOf(input, ctx.workspace.country);
  for (let look = 0; look < MAX_LOOKS; look++) {
    const [known, ...others] = await findKnown(ctx, points);
    if (!known) {
      const { unique: _unique, ...own } = input;
      return { leadId: (await insertLead(ctx, own, options)).leadId, existed: false, kept: [] };
    }
    const before = await tryLockLead(ctx, known.id);
    if (!before || pointOf(before, known.by) !== points[known.by]) continue;
    const split = others.filter(({ id, by }) => id !== known.id && pointOf(before, by) !== points[by]);
    if (split.length > 0 && options.onSplit !== 'keep') throw splitMatch(known, split);
    const kept = split.flatMap(({ by }) => (by === 'externalId' ? [] : [by]));
    await joinLead(ctx, without(input, kept), { leadId: known.id, before, ...options });
    return { leadId: known.id, existed: true, kept };
  }
  throw new FoyerError('unavailable', 'This lead is being changed by others. Try again.', { retryAfterSeconds: 1 });
}

function pointOf(lead: LockedLead, by: keyof Points): string | null {
  return by === 'phone' ? lead.phoneMatchKey : lead[by];
}

function splitMatch({ id }: Known, split: readonly Known[]): FoyerError {
  const leadIds = [...new Set([id, ...split.map((other) => other.id)])];
  const message = 'The contact points belong to different leads. Update the right one by its id, or merge them.';
  return conflict('split_match', message, { leadIds });
}

/** An input without the contact points that stay with another lead, and without what it says of them. */
function without(input: NewLead, kept: Kept): NewLead {
  const { email, emailVerified, phone, phoneVerified, ...rest } = input;
  return {
    ...rest,
    ...(!kept.includes('email') && { email, emailVerified }),
    ...(!kept.includes('phone') && { phone, phoneVerified }),
  };
}

export const upsertLeadOperation = defineOperation({
  operationId: 'upsertLead',
  method: 'PUT',
  path: '/v1/leads',
  tag: 'Leads',
  summary: 'Create or update a lead',
  description:
    'Looks for the lead by external id, then e-mail, then phone, and makes it where none is found. Of a known lead only what is given and not empty is overwritten; metadata, variables and tags are joined. `workflow` puts a known lead into a workflow it has never been in; `agentId` and `importedAt` are for a new one. Where the contact points belong to different leads nothing happens and the 409 `split_match` names them.',
  auth: 'key',
  scope: 'leads:write',
  body: upsertLeadSchema,
  success: { status: 200, description: 'The lead, and whether it was there before.', schema: upsertedSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { body }) => upsertLead(ctx, body),
});
