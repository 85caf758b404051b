import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, type FoyerError } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { fillLead } from './fill-lead.ts';
import { readLead } from './get-lead.ts';
import { insertLead } from './insert-lead.ts';
import { joinLead } from './join-lead.ts';
import { leadSchema } from './lead.ts';
import { type LockedLead, lockLead } from './lock-lead.ts';
import { type ContactPoint, type NewLead, type NewLeadOptions, upsertLeadSchema } from './new-lead.ts';
import { findKnown, type Known, lockPoints, type Points, pointsOf } from './same-person.ts';
import { type HeldLeads, withKnown } from './with-known.ts';

export interface UpsertOptions extends NewLeadOptions {
  /**
   * What happens where the e-mail is one lead's and the phone another's. `refuse`: a conflict. `keep`: the first is
   * updated, and the other keeps its contact point.
   */
  readonly onSplit?: 'refuse' | 'keep';
  /** What becomes of a known lead. `fill`: it takes what it lacks and nothing else, as anybody may have sent this. */
  readonly onKnown?: 'join' | 'fill';
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
 * active last, of one that was merged the survivor, which keeps its own contact points. Of a known lead only what is given and not empty is overwritten; metadata, variables, form responses and
 * tags are joined. An opt-out is never taken back here. Raises `invalid_input`, `not_found`, `conflict`: split_match
 * with the `leadIds`, conversation_has_lead, booked.
 */
export async function upsertLead(ctx: Ctx, input: NewLead, options: UpsertOptions = {}): Promise<UpsertedLead> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const points = [pointsOf(input, ctx.workspace.country)];
    await lockPoints(tctx, points);
    const { leadId, ...upserted } = await withKnown(tctx, points, (inner, held) =>
      upsertHeld(inner, input, { held, ...options }),
    );
    return { lead: await readLead(tctx, leadId), ...upserted };
  });
}

/**
 * An upsert by a caller who holds the locks of the contact points and of the leads that have them; undefined, with
 * nothing written, where another is known by now.
 */
export async function upsertHeld(
  ctx: TxCtx,
  input: NewLead,
  { held, ...options }: UpsertOptions & { readonly held: HeldLeads },
): Promise<{ leadId: string; existed: boolean; kept: Kept } | undefined> {
  const points = pointsOf(input, ctx.workspace.country);
  const [known, ...others] = await findKnown(ctx, points);
  if (!known) {
    const { unique: _unique, ...own } = input;
    const { leadId } = await insertLead(ctx, own, options);
    held.add(leadId);
    return { leadId, existed: false, kept: [] };
  }
  if (!held.has(known.id)) return undefined;
  const before = await lockLead(ctx, known.id);
  const split = others.filter(({ id, by }) => id !== known.id && pointOf(before, by) !== points[by]);
  if (split.length > 0 && options.onSplit !== 'keep') throw splitMatch(known, split);
  const kept = split.flatMap(({ by }) => (by === 'externalId' ? [] : [by]));
  const former = [known, ...others].flatMap((one) => (isFormer(one, known, before) ? [one.by] : []));
  if (options.onKnown === 'fill') await fillLead(ctx, input, { leadId: known.id, before, ...options });
  else await joinLead(ctx, without(input, [...kept, ...former]), { leadId: known.id, before, ...options });
  return { leadId: known.id, existed: true, kept };
}

/** Whether a contact point is one that the person had before a merge: who is found by it keeps the survivor's own. */
function isFormer({ id, by, isMerged }: Known, known: Known, before: LockedLead): boolean {
  return known.isMerged && isMerged && id === known.id && pointOf(before, by) !== null;
}

function pointOf(lead: LockedLead, by: keyof Points): string | null {
  return by === 'phone' ? lead.phoneMatchKey : lead[by];
}

function splitMatch({ id }: Known, split: readonly Known[]): FoyerError {
  const leadIds = [...new Set([id, ...split.map((other) => other.id)])];
  const message = 'The contact points belong to different leads. Update the right one by its id, or merge them.';
  return conflict('split_match', message, { leadIds });
}

/** An input without some contact points, and without what it says of them. */
function without(input: NewLead, kept: readonly ContactPoint[]): NewLead {
  const { externalId, email, emailVerified, phone, phoneVerified, ...rest } = input;
  return {
    ...rest,
    ...(!kept.includes('externalId') && { externalId }),
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
    'Looks for the lead by external id, then e-mail, then phone, and makes it where none is found. Of a known lead only what is given and not empty is overwritten; metadata, variables and tags are joined. `workflow` puts a known lead into a workflow it has never been in; `agentId` and `importedAt` are for a new one. Where the contact points belong to different leads nothing happens and the 409 `split_match` names them. A lead that was merged into another is known as that one, which keeps its own contact points. `stage` is refused as in an update.',
  auth: 'key',
  scope: 'leads:write',
  body: upsertLeadSchema,
  success: { status: 200, description: 'The lead, and whether it was there before.', schema: upsertedSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { body }) => upsertLead(ctx, body),
});
