import type { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { deliveryDetailSchema, deliveryParams, findDelivery, type WebhookDeliveryDetail } from './delivery.ts';
import { findEndpoint } from './endpoint.ts';

/** With each attempt, what was sent and what was answered. Raises `not_found`. */
export async function getWebhookDelivery(
  ctx: Ctx,
  wanted: z.infer<typeof deliveryParams>,
): Promise<WebhookDeliveryDetail> {
  requireScope(ctx, 'events:read');
  return transaction(ctx, async (tctx) => {
    await findEndpoint(tctx, wanted.endpointId);
    return findDelivery(tctx, wanted);
  });
}

export const getWebhookDeliveryOperation = defineOperation({
  operationId: 'getWebhookDelivery',
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}',
  tag: 'Webhooks',
  summary: 'Get a webhook delivery',
  description: 'Each attempt with its time and what was answered, and the body that was sent last.',
  auth: 'key',
  scope: 'events:read',
  params: deliveryParams,
  success: { status: 200, description: 'The delivery.', schema: deliveryDetailSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getWebhookDelivery(ctx, params),
});
