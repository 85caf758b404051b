import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { addressKinds, hashOf, lockHashes, readAddress } from './address.ts';
import { lockLeadsWith, silenceAddress } from './leads-with-address.ts';
import { suppress } from './suppress.ts';
import { type Suppression, selectSuppressions, suppressionReasons, suppressionSchema } from './suppression.ts';

export const newSuppressionSchema = z.strictObject({
  kind: z.enum(addressKinds),
  address: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .describe('In any spelling; a number without country code is a national one.'),
  reason: z.enum(suppressionReasons).default('manual').describe('Why it must not be contacted.'),
});
export type NewSuppression = z.infer<typeof newSuppressionSchema>;

/**
 * Suppresses an address on all channels, and stops what waits to be sent to it. One that is suppressed by a lead's
 * opting out stays so from now on until a person lifts it. Raises `invalid_input`, `forbidden` for a test key.
 */
export async function addSuppression(ctx: Ctx, input: NewSuppression): Promise<Suppression> {
  requireScope(ctx, 'leads:write');
  requireLive(ctx, 'A suppression');
  const address = readAddress(ctx, input.kind, input.address);
  return transaction(ctx, async (tctx) => {
    const leads = await lockLeadsWith(tctx, address);
    await lockHashes(tctx, [hashOf(tctx, address)]);
    const { reason } = input;
    const isNew = await suppress(tctx, { ...address, reason, leadId: null });
    if (!isNew) await keepFor(tctx, hashOf(tctx, address), input);
    const shown = await readActive(tctx, hashOf(tctx, address), input);
    if (isNew) await silenceAddress(tctx, leads, { ...address, reason });
    recordAudit(tctx, { verb: 'addSuppression', objectType: 'suppression', objectId: shown.id });
    return shown;
  });
}

/** A lead's opting out becomes a person's word, which that lead's opting in does not take back. */
async function keepFor({ tx, workspace }: TxCtx, hash: Buffer, input: NewSuppression): Promise<void> {
  await tx`
    update suppressions set lead_id = null, reason = ${input.reason}
    where workspace_id = ${workspace.id} and kind = ${input.kind} and address_hash = ${hash} and lifted_at is null
      and lead_id is not null`;
}

async function readActive({ tx, workspace }: TxCtx, hash: Buffer, { kind }: NewSuppression): Promise<Suppression> {
  const [found] = await selectSuppressions(
    tx,
    tx`where s.workspace_id = ${workspace.id} and s.kind = ${kind} and s.address_hash = ${hash} and s.lifted_at is null`,
  );
  if (!found) throw notFound('suppression');
  return found;
}

export const addSuppressionOperation = defineOperation({
  operationId: 'addSuppression',
  method: 'POST',
  path: '/v1/suppressions',
  tag: 'Suppressions',
  summary: 'Suppress an address',
  description:
    'Nobody contacts it any more, on any channel, whichever lead has it; what waits to be sent to it is stopped. All spellings of a number are one. An address that is suppressed already answers with what there is. Not with a test key.',
  auth: 'key',
  scope: 'leads:write',
  body: newSuppressionSchema,
  success: { status: 201, description: 'The suppression.', schema: suppressionSchema },
  idempotent: true,
  handle: (ctx: Ctx, { body }) => addSuppression(ctx, body),
});
