import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, invalidInput } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { deliverySchema, findDelivery, type WebhookDelivery } from './delivery.ts';
import { endpointParams, lockEndpoint } from './endpoint.ts';
import { wants } from './endpoint-input.ts';
import { nativeWebhooks } from './native-webhooks.ts';
import type { WebhookDialect } from './webhook-dialect.ts';

const testSchema = z.strictObject({
  type: z
    .string()
    .max(60)
    .optional()
    .describe('Whose example is sent: the first that the endpoint wants where missing.'),
});

/** Sends the example of a type, marked as a test. Raises `not_found`, `invalid_input`, `conflict` disabled. */
export async function testWebhookEndpoint(
  ctx: Ctx,
  { endpointId, type }: z.infer<typeof testSchema> & { endpointId: string },
  dialect: WebhookDialect = nativeWebhooks,
): Promise<WebhookDelivery> {
  requireScope(ctx, 'events:write');
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const endpoint = await lockEndpoint(tctx, endpointId);
    if (!endpoint.isEnabled) throw conflict('disabled', 'The endpoint is disabled: enable it first.');
    const known = endpoint.dialect === dialect.name ? dialect.eventTypes : endpoint.eventTypes;
    const eventType = type ?? known.find((name) => wants(endpoint.eventTypes, name)) ?? '';
    if (!known.includes(eventType)) {
      const message = `Name one of ${known.join(', ')}.`;
      throw invalidInput('There is no such event.', [{ path: ['type'], message }]);
    }
    const deliveryId = tctx.newId(at);
    const createdAt = timeOfId(deliveryId);
    const row = { workspaceId: workspace.id, id: deliveryId, endpointId, eventType, availableAt: at, createdAt };
    await tx`insert into webhook_deliveries ${tx(row)}`;
    recordAudit(tctx, { verb: 'testWebhookEndpoint', objectType: 'webhook_endpoint', objectId: endpointId });
    tctx.afterCommit(() => tctx.db.signals.send('webhooks'));
    const { log, request, ...delivery } = await findDelivery(tctx, { endpointId, deliveryId });
    return delivery;
  });
}

export const testWebhookEndpointOperation = defineOperation({
  operationId: 'testWebhookEndpoint',
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/test',
  tag: 'Webhooks',
  summary: 'Send a test webhook',
  description:
    "A type's example, with `isTest` true, signed and logged as any other. The delivery's log says what was answered.",
  auth: 'key',
  scope: 'events:write',
  params: endpointParams,
  body: testSchema,
  success: { status: 202, description: 'The delivery, which is due now.', schema: deliverySchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => testWebhookEndpoint(ctx, { ...params, ...body }),
});
