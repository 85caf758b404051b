import { z } from 'zod';
import { writeCollected } from '../../db/begin.ts';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput, notFound } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { timeInput } from '../../kernel/times.ts';
import { renewHeldCadencesOf } from '../conversations/index.ts';
import { leadParams, lockLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { type Consent, consentSchema, selectConsents } from './consent.ts';

const newConsentSchema = z.strictObject({
  basis: z.string().trim().min(1).max(200).describe('Why the lead may be contacted, such as "form" or "contract".'),
  channel: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,59}$/, 'The name of a channel, such as sms.')
    .nullable()
    .optional()
    .describe('The only channel it is for. For every one where it is missing.'),
  wordsShown: z.string().max(5000).nullable().optional().describe('The words the lead agreed to.'),
  givenAt: timeInput.optional().describe('Now where it is missing; not in the future.'),
});
export type NewConsent = z.infer<typeof newConsentSchema>;

/** Keeps that a lead agreed to be contacted. Raises `not_found`, `invalid_input` for a time to come. */
export async function addLeadConsent(
  ctx: Ctx,
  { leadId, consent }: { leadId: string; consent: NewConsent },
): Promise<Consent> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    await lockLead(tctx, leadId);
    const { basis, channel = null, wordsShown = null } = consent;
    const givenAt = consent.givenAt === undefined ? at : new Date(consent.givenAt);
    if (givenAt > at) {
      const message = 'A consent cannot be given in the future.';
      throw invalidInput(message, [{ path: ['givenAt'], message }]);
    }
    const id = tctx.newId(at);
    await writeCollected(tx);
    await tx`
      insert into consents (workspace_id, id, lead_id, basis, channel, words_shown, given_at, created_at)
      values (${workspace.id}, ${id}, ${leadId}, ${basis}, ${channel}, ${wordsShown}, ${givenAt}, ${timeOfId(id)})`;
    const summary = `Agreed to be contacted${channel === null ? '' : ` by ${channel}`} (${basis})`;
    recordEvent(tctx, { type: 'consent.given', leadId, data: { consentId: id, basis, channel } });
    recordAction(tctx, { leadId, type: 'system_note', summary });
    await renewHeldCadencesOf(tctx, [leadId]);
    recordAudit(tctx, { verb: 'addLeadConsent', objectType: 'consent', objectId: id });
    const [made] = await selectConsents(tx, tx`where c.workspace_id = ${workspace.id} and c.id = ${id}`);
    if (!made) throw notFound('consent');
    return made;
  });
}

export const addLeadConsentOperation = defineOperation({
  operationId: 'addLeadConsent',
  method: 'POST',
  path: '/v1/leads/{leadId}/consents',
  tag: 'Consents',
  summary: 'Record a consent',
  description:
    'That the lead agreed to be contacted: why, when, and by which words. It does not take back an opt-out, nor lift a suppression.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: newConsentSchema,
  success: { status: 201, description: 'The consent.', schema: consentSchema },
  errors: ['not_found'],
  idempotent: true,
  handle: (ctx: Ctx, { params, body }) => addLeadConsent(ctx, { ...params, consent: body }),
});
