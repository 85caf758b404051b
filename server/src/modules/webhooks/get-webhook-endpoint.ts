import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { endpointParams, endpointSchema, findEndpoint, toEndpoint, type WebhookEndpoint } from './endpoint.ts';

/** Raises `not_found`. */
export async function getWebhookEndpoint(ctx: Ctx, { endpointId }: { endpointId: string }): Promise<WebhookEndpoint> {
  requireScope(ctx, 'events:read');
  return transaction(ctx, async (tctx) => toEndpoint(tctx, await findEndpoint(tctx, endpointId)));
}

export const getWebhookEndpointOperation = defineOperation({
  operationId: 'getWebhookEndpoint',
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}',
  tag: 'Webhooks',
  summary: 'Get a webhook endpoint',
  description: 'Without its secrets.',
  auth: 'key',
  scope: 'events:read',
  params: endpointParams,
  success: { status: 200, description: 'The endpoint.', schema: endpointSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getWebhookEndpoint(ctx, params),
});
