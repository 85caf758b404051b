import type { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { deliveryParams, deliverySchema, findDelivery, type WebhookDelivery } from './delivery.ts';
import { lockEndpoint } from './endpoint.ts';

/** Sends it again under the same id, from the beginning of its schedule. Raises `not_found`, `conflict` disabled. */
export async function replayWebhookDelivery(
  ctx: Ctx,
  wanted: z.infer<typeof deliveryParams>,
): Promise<WebhookDelivery> {
  requireScope(ctx, 'events:write');
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const { isEnabled } = await lockEndpoint(tctx, wanted.endpointId);
    if (!isEnabled) throw conflict('disabled', 'The endpoint is disabled: enable it first.');
    await findDelivery(tctx, wanted);
    await tx`
      update webhook_deliveries set state = 'pending', attempts = 0, available_at = ${at}, delivered_at = null
      where workspace_id = ${workspace.id} and id = ${wanted.deliveryId}`;
    const audited = { verb: 'replayWebhookDelivery', objectType: 'webhook_endpoint', objectId: wanted.endpointId };
    recordAudit(tctx, audited);
    tctx.afterCommit(() => tctx.db.signals.send('webhooks'));
    const { log, request, ...delivery } = await findDelivery(tctx, wanted);
    return delivery;
  });
}

export const replayWebhookDeliveryOperation = defineOperation({
  operationId: 'replayWebhookDelivery',
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay',
  tag: 'Webhooks',
  summary: 'Send a webhook again',
  description: 'Under the same `webhook-id`, whatever came of it before.',
  auth: 'key',
  scope: 'events:write',
  params: deliveryParams,
  success: { status: 202, description: 'The delivery, which is due now.', schema: deliverySchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params }) => replayWebhookDelivery(ctx, params),
});
