import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { listWebhookEndpoints } from '../../../modules/webhooks/index.ts';
import { toNexorWebhook, webhookList } from '../webhook-schemas.ts';

export const listWebhooksOperation = defineOperation({
  operationId: 'listWebhooks',
  method: 'GET',
  path: '/api/public/webhooks',
  tag: 'Webhooks',
  summary: 'List webhooks',
  description: 'The 100 newest.',
  auth: 'key',
  scope: 'events:read',
  success: { status: 200, description: 'The webhooks.', schema: webhookList },
  handle: async (ctx: Ctx) => {
    const { data } = await listWebhookEndpoints(ctx, { limit: 100, dialect: 'nexor' });
    return { success: true as const, webhooks: data.map(toNexorWebhook) };
  },
});
