import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { sealedAnswer } from '../../db/sealed-answer.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { endpointParams, lockEndpoint, placeOf } from './endpoint.ts';
import { chooseSecret, secretInput } from './endpoint-input.ts';
import { nativeWebhooks } from './native-webhooks.ts';

const HOUR_MS = 3_600_000;

const rotationSchema = z.strictObject({
  secret: secretInput,
  oldSecretValidHours: z
    .int()
    .min(0)
    .max(168)
    .default(24)
    .describe('How long the old secret signs as well, so that the receiver can change over.'),
});

const rotatedSchema = z
  .object({
    secret: z
      .string()
      .describe('Shown now and never again, but to the same request with the same `Idempotency-Key` within 24 hours.'),
    oldSecretUntil: z.iso.datetime().nullable(),
  })
  .meta({ id: 'RotatedWebhookSecret' });

/** Signs with a new secret, and for a while with the one before too. Raises `not_found`, `invalid_input`. */
export async function rotateWebhookSecret(
  ctx: Ctx,
  input: z.input<typeof rotationSchema> & { endpointId: string },
): Promise<z.infer<typeof rotatedSchema>> {
  requireScope(ctx, 'events:write');
  const { endpointId, oldSecretValidHours = 24 } = input;
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace, secrets } = tctx;
    const { dialect, secret: oldSecret } = await lockEndpoint(tctx, endpointId);
    const chosen = dialect === 'native' ? chooseSecret(nativeWebhooks, input.secret) : input.secret;
    const secret = chosen ?? randomBytes(24).toString('hex');
    const isKept = oldSecret !== null && oldSecretValidHours > 0;
    const oldSecretUntil = isKept ? new Date(at.getTime() + oldSecretValidHours * HOUR_MS) : null;
    const columns = {
      secret: secrets.seal(secret, placeOf(workspace.id, endpointId)),
      oldSecret: isKept ? oldSecret : null,
      oldSecretUntil,
      updatedAt: at,
    };
    await tx`update webhook_endpoints set ${tx(columns)} where workspace_id = ${workspace.id} and id = ${endpointId}`;
    const audited = { verb: 'rotateWebhookSecret', objectType: 'webhook_endpoint', objectId: endpointId };
    recordAudit(tctx, { ...audited, changed: ['secret'] });
    return { secret, oldSecretUntil: oldSecretUntil?.toISOString() ?? null };
  });
}

export const rotateWebhookSecretOperation = defineOperation({
  operationId: 'rotateWebhookSecret',
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/rotate-secret',
  tag: 'Webhooks',
  summary: "Change a webhook endpoint's secret",
  description:
    'Webhooks are signed with both secrets, each with a signature of its own, until the old one ends. (Dialects that send one signature sign with the new one alone.)',
  auth: 'key',
  scope: 'events:write',
  params: endpointParams,
  body: rotationSchema.prefault({}),
  success: { status: 200, description: 'The new secret.', schema: rotatedSchema },
  errors: ['not_found'],
  idempotent: true,
  memory: sealedAnswer('rotateWebhookSecret', rotatedSchema),
  handle: (ctx: Ctx, { params, body }) => rotateWebhookSecret(ctx, { ...params, ...body }),
});
