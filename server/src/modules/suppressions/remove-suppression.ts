import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { renewHeldCadencesOf } from '../conversations/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { hashOf, lockHashes } from './address.ts';
import { lockLeadsWith, noteLifted } from './leads-with-address.ts';
import { lift } from './suppress.ts';
import { readSuppression, suppressionParams } from './suppression.ts';

/**
 * Lifts a suppression: the address may be contacted again, as far as its leads have not opted out themselves. The row
 * stays as lifted. Raises `not_found`, also where it is lifted already, and `forbidden` for a test key.
 */
export async function removeSuppression(ctx: Ctx, { suppressionId }: { suppressionId: string }): Promise<void> {
  requireScope(ctx, 'leads:write');
  requireLive(ctx, 'A suppression');
  await transaction(ctx, async (tctx) => {
    const { kind, address } = await readSuppression(tctx, suppressionId);
    const leads = address === null ? [] : await lockLeadsWith(tctx, { kind, address });
    if (address !== null) await lockHashes(tctx, [hashOf(tctx, { kind, address })]);
    const { liftedAt, leadId } = await readSuppression(tctx, suppressionId);
    if (liftedAt !== null) throw notFound('suppression');
    await lift(tctx, { id: suppressionId, kind, leadId });
    noteLifted(tctx, leads, kind);
    await renewHeldCadencesOf(
      tctx,
      leads.map(({ id }) => id),
    );
    recordAudit(tctx, { verb: 'removeSuppression', objectType: 'suppression', objectId: suppressionId });
  });
}

export const removeSuppressionOperation = defineOperation({
  operationId: 'removeSuppression',
  method: 'DELETE',
  path: '/v1/suppressions/{suppressionId}',
  tag: 'Suppressions',
  summary: 'Lift a suppression',
  description:
    'The address may be contacted again; the row stays with `liftedAt`. A lead that opted out stays out. Not with a test key.',
  auth: 'key',
  scope: 'leads:write',
  params: suppressionParams,
  success: { status: 204, description: 'The suppression is lifted.' },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => removeSuppression(ctx, params),
});
