import { z } from 'zod';
import { writeCollected } from '../../db/begin.ts';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams, lockLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';

/** Marks a consent as withdrawn from now on. Raises `not_found`, also where it is withdrawn already. */
export async function withdrawLeadConsent(
  ctx: Ctx,
  { leadId, consentId }: { leadId: string; consentId: string },
): Promise<void> {
  requireScope(ctx, 'leads:write');
  await transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    await lockLead(tctx, leadId);
    await writeCollected(tx);
    const [consent] = await tx<{ basis: string; channel: string | null }[]>`
      update consents set withdrawn_at = ${at}
      where workspace_id = ${workspace.id} and id = ${consentId} and lead_id = ${leadId} and withdrawn_at is null
      returning basis, channel`;
    if (!consent) throw notFound('consent');
    const { basis, channel } = consent;
    const summary = `Took back the agreement to be contacted${channel === null ? '' : ` by ${channel}`} (${basis})`;
    recordEvent(tctx, { type: 'consent.withdrawn', leadId, data: { consentId, basis, channel } });
    recordAction(tctx, { leadId, type: 'system_note', summary });
    recordAudit(tctx, { verb: 'withdrawLeadConsent', objectType: 'consent', objectId: consentId });
  });
}

export const withdrawLeadConsentOperation = defineOperation({
  operationId: 'withdrawLeadConsent',
  method: 'DELETE',
  path: '/v1/leads/{leadId}/consents/{consentId}',
  tag: 'Consents',
  summary: 'Withdraw a consent',
  description:
    'It stays in the list with `withdrawnAt` and counts no more. Where the lead wants no contact at all, set `optedOut` on it.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams.extend({ consentId: z.uuid().describe("The consent's id.") }),
  success: { status: 204, description: 'The consent is withdrawn.' },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => withdrawLeadConsent(ctx, params),
});
