import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { listWebhookEndpoints } from '../../../modules/webhooks/index.ts';
import { toOmniWebhook, webhookList } from '../webhook-schemas.ts';

export const listWebhooksOperation = defineOperation({
  operationId: 'listWebhooks',
  method: 'GET',
  path: '/api/v1/webhooks',
  tag: 'Webhooks',
  summary: 'List webhooks',
  description: 'The 100 newest.',
  auth: 'key',
  scope: 'events:read',
  success: { status: 200, description: 'The webhooks.', schema: webhookList },
  handle: async (ctx: Ctx) => {
    const { data } = await listWebhookEndpoints(ctx, { limit: 100, dialect: 'omni' });
    return { webhooks: data.map(toOmniWebhook) };
  },
});
