import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { endpointParams, lockEndpoint } from './endpoint.ts';

/** With its deliveries, also those that wait. Raises `not_found`. */
export async function deleteWebhookEndpoint(ctx: Ctx, { endpointId }: { endpointId: string }): Promise<void> {
  requireScope(ctx, 'events:write');
  await transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    await lockEndpoint(tctx, endpointId);
    await tx`delete from webhook_endpoints where workspace_id = ${workspace.id} and id = ${endpointId}`;
    recordAudit(tctx, { verb: 'deleteWebhookEndpoint', objectType: 'webhook_endpoint', objectId: endpointId });
  });
}

export const deleteWebhookEndpointOperation = defineOperation({
  operationId: 'deleteWebhookEndpoint',
  method: 'DELETE',
  path: '/v1/webhook-endpoints/{endpointId}',
  tag: 'Webhooks',
  summary: 'Delete a webhook endpoint',
  description: 'With its deliveries: those that wait are not sent any more.',
  auth: 'key',
  scope: 'events:write',
  params: endpointParams,
  success: { status: 204, description: 'It is gone.' },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => deleteWebhookEndpoint(ctx, params),
});
