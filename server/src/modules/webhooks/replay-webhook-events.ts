import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, invalidInput } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type EventRow, eventColumns, toEvent } from '../events/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { type EndpointRow, endpointParams, lockEndpoint } from './endpoint.ts';
import { deliveriesOf, insertDeliveries } from './make-deliveries.ts';
import { nativeWebhooks } from './native-webhooks.ts';

const MAX_EVENTS = 10_000;

const rangeSchema = z.strictObject({
  after: z.int().min(0).describe('Events with a higher seq than this.'),
  upTo: z.int().min(1).describe(`Up to this one; at most ${MAX_EVENTS} after the first.`),
  onlyFailed: z.boolean().default(false).describe('True sends only what was given up or cancelled.'),
});

const replayedSchema = z.object({ deliveries: z.int().describe('How many are due now.') });

/**
 * Sends a range of events again, each under the id it had, and those that the endpoint never got because it was made or
 * enabled later. Raises `not_found`, `invalid_input`, `conflict` disabled.
 */
export async function replayWebhookEvents(
  ctx: Ctx,
  { endpointId, ...range }: z.input<typeof rangeSchema> & { endpointId: string },
): Promise<z.infer<typeof replayedSchema>> {
  requireScope(ctx, 'events:write');
  const { after, upTo, onlyFailed = false } = range;
  if (upTo <= after || upTo - after > MAX_EVENTS) {
    const message = `Give a number above after, and at most ${MAX_EVENTS} above it.`;
    throw invalidInput('The range cannot be sent.', [{ path: ['upTo'], message }]);
  }
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const endpoint = await lockEndpoint(tctx, endpointId);
    if (!endpoint.isEnabled) throw conflict('disabled', 'The endpoint is disabled: enable it first.');
    if (!onlyFailed && endpoint.dialect === 'native') await makeMissing(tctx, endpoint, { after, upTo });
    const failed = onlyFailed ? tx`and state in ('failed', 'cancelled')` : tx``;
    const { count } = await tx`
      update webhook_deliveries set state = 'pending', attempts = 0, available_at = ${at}, delivered_at = null
      where workspace_id = ${workspace.id} and endpoint_id = ${endpointId} and seq > ${after} and seq <= ${upTo} ${failed}`;
    recordAudit(tctx, { verb: 'replayWebhookEvents', objectType: 'webhook_endpoint', objectId: endpointId });
    tctx.afterCommit(() => tctx.db.signals.send('webhooks'));
    return { deliveries: count };
  });
}

async function makeMissing(
  ctx: TxCtx,
  endpoint: EndpointRow,
  { after, upTo }: { after: number; upTo: number },
): Promise<void> {
  const { tx, workspace } = ctx;
  const dialects = new Map([[nativeWebhooks.name, nativeWebhooks]]);
  const rows = await tx<EventRow[]>`
    select ${eventColumns(tx)} from events e
    where e.workspace_id = ${workspace.id} and e.seq > ${after} and e.seq <= ${upTo} order by e.seq`;
  const made = await Promise.all(rows.map((row) => deliveriesOf(ctx, dialects, endpoint, toEvent(row))));
  await insertDeliveries(ctx, made.flat());
}

export const replayWebhookEventsOperation = defineOperation({
  operationId: 'replayWebhookEvents',
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/replay',
  tag: 'Webhooks',
  summary: 'Send a range of events again',
  description:
    'Each under the `webhook-id` it had. What the endpoint never got, because it was made, enabled or changed later, is sent as well.',
  auth: 'key',
  scope: 'events:write',
  params: endpointParams,
  body: rangeSchema,
  success: { status: 202, description: 'How many are due now.', schema: replayedSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => replayWebhookEvents(ctx, { ...params, ...body }),
});
