import { z } from 'zod';
import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { listWebhookEndpoints } from '../../../modules/webhooks/index.ts';
import { toVorelWebhook, webhookSchema } from '../webhook-schemas.ts';

export const listWebhooksOperation = defineOperation({
  operationId: 'listWebhooks',
  method: 'GET',
  path: '/api/v1/webhooks',
  tag: 'Webhooks',
  summary: 'List subscriptions',
  description: 'The 100 newest.',
  auth: 'key',
  scope: 'events:read',
  success: { status: 200, description: 'The subscriptions.', schema: z.object({ data: z.array(webhookSchema) }) },
  handle: async (ctx: Ctx) => {
    const { data } = await listWebhookEndpoints(ctx, { limit: 100, dialect: 'vorel' });
    return { data: data.map(toVorelWebhook) };
  },
});
