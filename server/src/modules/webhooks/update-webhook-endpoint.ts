import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { skipToNow } from './create-webhook-endpoint.ts';
import {
  type EndpointRow,
  endpointParams,
  endpointSchema,
  findEndpoint,
  lockEndpoint,
  placeOf,
  toEndpoint,
  type WebhookEndpoint,
} from './endpoint.ts';
import { endpointFields, requireAddress, requireTypes } from './endpoint-input.ts';
import { nativeWebhooks } from './native-webhooks.ts';

const changeSchema = z
  .strictObject({
    ...endpointFields,
    isEnabled: z.boolean().describe('True after false skips what happened meanwhile; it may be replayed.'),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Name what is to change.');
type EndpointChange = z.infer<typeof changeSchema>;

/** Changes what is named. Deliveries under way and waiting go where the endpoint points by then. Raises `not_found`, `invalid_input`. */
export async function updateWebhookEndpoint(
  ctx: Ctx,
  { endpointId, ...change }: EndpointChange & { endpointId: string },
): Promise<WebhookEndpoint> {
  requireScope(ctx, 'events:write');
  if (change.url !== undefined) requireAddress(ctx, change.url);
  return transaction(ctx, async (tctx) => {
    const before = await lockEndpoint(tctx, endpointId);
    if (change.events !== undefined) requireOwnTypes(before, change.events);
    requireOwnHeaders(before, change);
    const changed = await writeChange(tctx, before, change);
    if (change.isEnabled === true && !before.isEnabled) await skipToNow(tctx, endpointId);
    recordAudit(tctx, {
      verb: 'updateWebhookEndpoint',
      objectType: 'webhook_endpoint',
      objectId: endpointId,
      changed,
    });
    tctx.afterCommit(() => tctx.db.signals.send('webhooks'));
    return toEndpoint(tctx, await findEndpoint(tctx, endpointId));
  });
}

function requireOwnTypes({ dialect }: EndpointRow, events: readonly string[]): void {
  if (dialect === 'native') {
    requireTypes(nativeWebhooks, events);
    return;
  }
  const message = `This endpoint was made through the API of ${dialect}, which alone knows its events: make a new one there.`;
  throw invalidInput('The events cannot be changed here.', [{ path: ['events'], message }]);
}

/** Who may change an endpoint could else have its headers, which nobody is shown, sent to himself. */
function requireOwnHeaders(before: EndpointRow, { url, headers }: EndpointChange): void {
  if (before.headers === null || headers !== undefined || url === undefined) return;
  if (new URL(url).origin === new URL(before.url).origin) return;
  const message = 'The headers were given for another host. Give them again, or {} for none.';
  throw invalidInput('The headers cannot be kept.', [{ path: ['headers'], message }]);
}

async function writeChange(ctx: TxCtx, { id }: EndpointRow, change: EndpointChange): Promise<string[]> {
  const { tx, at, workspace, secrets } = ctx;
  const { events, conditions, headers, isEnabled, ...rest } = change;
  const columns = {
    ...rest,
    ...(events && { eventTypes: events }),
    ...(conditions && { conditions: tx.json(conditions) }),
    ...(headers && { headers: secrets.seal(JSON.stringify(headers), placeOf(workspace.id, id)) }),
    ...(isEnabled === true && {
      isEnabled,
      disabledReason: null,
      disabledAt: null,
      failingSince: null,
      tellOwnerAt: null,
    }),
    ...(isEnabled === false && { isEnabled, disabledReason: 'disabled by hand', disabledAt: at, tellOwnerAt: null }),
    updatedAt: at,
  };
  await tx`update webhook_endpoints set ${tx(columns)} where workspace_id = ${workspace.id} and id = ${id}`;
  return Object.keys(change);
}

export const updateWebhookEndpointOperation = defineOperation({
  operationId: 'updateWebhookEndpoint',
  method: 'PATCH',
  path: '/v1/webhook-endpoints/{endpointId}',
  tag: 'Webhooks',
  summary: 'Change a webhook endpoint',
  description: 'What is not named stays. `headers` replaces all of them.',
  auth: 'key',
  scope: 'events:write',
  params: endpointParams,
  body: changeSchema,
  success: { status: 200, description: 'The endpoint as it is now.', schema: endpointSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, body }) => updateWebhookEndpoint(ctx, { ...params, ...body }),
});
