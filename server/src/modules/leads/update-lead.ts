import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput, notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { leadParams, readLead } from './get-lead.ts';
import { type Lead, leadSchema, stages } from './lead.ts';
import { isSmallEnough, type LeadColumns, leadFields, leadInputSchema, toColumns } from './lead-input.ts';

export const updateLeadSchema = leadInputSchema
  .extend({
    stage: z.enum(stages).optional(),
    lostReason: z.string().trim().min(1).max(500).nullable().optional(),
    needsHuman: z.boolean().optional(),
    needsHumanReason: z.string().trim().min(1).max(500).nullable().optional(),
    metadata: leadFields.metadata.optional().describe('Merged into what is there, key by key; null removes a key.'),
  })
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Give at least one field to change.');
export type LeadChange = z.infer<typeof updateLeadSchema>;

/** Changes what is given and leaves the rest; null clears. Raises `not_found`, `invalid_input`. */
export async function updateLead(ctx: Ctx, input: { leadId: string; change: LeadChange }): Promise<Lead> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    await changeLead(tctx, input.leadId, input.change);
    return readLead(tctx, input.leadId);
  });
}

async function changeLead(ctx: TxCtx, leadId: string, change: LeadChange): Promise<void> {
  const before = await lockLead(ctx, leadId);
  const { stage, lostReason, needsHuman, needsHumanReason, metadata, ...input } = change;
  if (stage === 'booked' && before.stage !== stage) {
    const message = 'A lead is booked by its appointment: book one and the stage follows.';
    throw invalidInput('This stage cannot be set.', [{ path: ['stage'], message }]);
  }
  const own = Object.entries({ stage, lostReason, needsHuman, needsHumanReason }).filter(
    ([, value]) => value !== undefined,
  );
  const read = toColumns(input, { country: ctx.workspace.country, before });
  const columns = { ...read, ...unverified(read, before), ...Object.fromEntries(own), updatedAt: ctx.at };
  const removed = Object.keys(metadata ?? {}).filter((key) => metadata?.[key] === null);
  const merged = metadata
    ? ctx.tx`, metadata = (metadata || ${ctx.tx.json(asJson(metadata))}) - ${removed}::text[]`
    : ctx.tx``;
  const [stored] = await ctx.tx<{ metadata: object }[]>`
    update leads set ${ctx.tx(columns)}, revision = revision + 1 ${merged}
    where workspace_id = ${ctx.workspace.id} and id = ${leadId} returning metadata`;
  if (metadata && stored && !isSmallEnough(stored.metadata)) {
    const message = 'With what is there already it would be over 65,536 characters. Remove keys that are not needed.';
    throw invalidInput('The metadata would be too large.', [{ path: ['metadata'], message }]);
  }
  const changed = Object.keys(change).filter((key) => Reflect.get(change, key) !== undefined);
  await Promise.all([
    recordEvent(ctx, { type: 'lead.updated', leadId, data: { changed } }),
    stage !== undefined && stage !== before.stage
      ? recordEvent(ctx, { type: 'lead.stage_changed', leadId, data: { from: before.stage, to: stage } })
      : undefined,
    needsHuman && !before.needsHuman
      ? recordEvent(ctx, { type: 'lead.needs_human', leadId, data: { reason: needsHumanReason ?? null } })
      : undefined,
    recordAction(ctx, { leadId, type: 'api_activity', summary: 'Lead updated', output: { changed } }),
    recordAudit(ctx, { verb: 'updateLead', objectType: 'lead', objectId: leadId, changed }),
  ]);
}

/** A new address is not verified because the old one was. */
function unverified({ email, phone }: LeadColumns, before: LockedLead): Record<string, null> {
  return {
    ...(email !== undefined && email !== before.email && { emailVerifiedAt: null }),
    ...(phone !== undefined && phone !== before.phone && { phoneVerifiedAt: null }),
  };
}

interface LockedLead {
  readonly stage: Lead['stage'];
  readonly needsHuman: boolean;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly givenName: string | null;
  readonly middleName: string | null;
  readonly familyName: string | null;
}

/** The lead's row for update: writers of one lead go one after the other. Raises `not_found`. */
export async function lockLead(ctx: TxCtx, leadId: string): Promise<LockedLead> {
  const [row] = await ctx.tx<LockedLead[]>`
    select stage, needs_human, email, phone, name, given_name, middle_name, family_name from leads
    where workspace_id = ${ctx.workspace.id} and id = ${leadId} and is_test = ${ctx.isTest} and deleted_at is null
    for update`;
  if (!row) throw notFound('lead');
  return row;
}

/** Marks that something shown with the lead has changed: its ETag must not stay. */
export async function touchLead(ctx: TxCtx, leadId: string): Promise<void> {
  await ctx.tx`
    update leads set revision = revision + 1, updated_at = ${ctx.at}, last_activity_at = ${ctx.at}
    where workspace_id = ${ctx.workspace.id} and id = ${leadId}`;
}

export const updateLeadOperation = defineOperation({
  operationId: 'updateLead',
  method: 'PATCH',
  path: '/v1/leads/{leadId}',
  tag: 'Leads',
  summary: 'Update a lead',
  description: 'What is left out stays as it is; null clears.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: updateLeadSchema,
  success: { status: 200, description: 'The lead as it is now.', schema: leadSchema },
  errors: ['not_found'],
  etag: (lead) => String(lead.revision),
  handle: (ctx: Ctx, { params, body }) => updateLead(ctx, { ...params, change: body }),
});
