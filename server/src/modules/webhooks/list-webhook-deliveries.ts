import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { deliverySchema, selectDeliveries, type WebhookDelivery } from './delivery.ts';
import { endpointParams, findEndpoint } from './endpoint.ts';

const states = ['pending', 'delivered', 'failed', 'cancelled'] as const;

/** Newest first. Raises `not_found` for the endpoint. */
export async function listWebhookDeliveries(
  ctx: Ctx,
  query: ListQuery & { endpointId: string; state?: (typeof states)[number] | undefined },
): Promise<Page<WebhookDelivery>> {
  requireScope(ctx, 'events:read');
  const start = pageStart(query);
  return transaction(ctx, async (tctx) => {
    const { tx } = tctx;
    await findEndpoint(tctx, query.endpointId);
    const inState = query.state === undefined ? tx`` : tx`and state = ${query.state}`;
    const found = await selectDeliveries(
      tctx,
      tx`and endpoint_id = ${query.endpointId} and id < ${start} ${inState} order by id desc limit ${query.limit + 1}`,
    );
    return toPage(
      found.map(({ log, request, ...delivery }) => delivery),
      query.limit,
    );
  });
}

export const listWebhookDeliveriesOperation = defineOperation({
  operationId: 'listWebhookDeliveries',
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}/deliveries',
  tag: 'Webhooks',
  summary: "List a webhook endpoint's deliveries",
  description: 'Newest first. What is settled is kept for 30 days.',
  auth: 'key',
  scope: 'events:read',
  params: endpointParams,
  query: z.strictObject({ ...listQuery, state: z.enum(states).optional().describe('Only those in this state.') }),
  success: { status: 200, description: 'A page of deliveries.', schema: pageSchema(deliverySchema) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, query }) => listWebhookDeliveries(ctx, { ...params, ...query }),
});
