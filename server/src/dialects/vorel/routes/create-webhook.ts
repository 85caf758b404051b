import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { createWebhookEndpoint, testWebhookEndpoint } from '../../../modules/webhooks/index.ts';
import { newWebhookBody, toVorelWebhook, webhookSchema } from '../webhook-schemas.ts';
import { vorelWebhooks } from '../webhooks.ts';

export const createWebhookOperation = defineOperation({
  operationId: 'createWebhook',
  method: 'POST',
  path: '/api/v1/webhooks',
  tag: 'Webhooks',
  summary: 'Subscribe to events',
  description: 'The secret is shown once. A test event is sent at once.',
  auth: 'key',
  scope: 'events:write',
  body: newWebhookBody,
  success: { status: 201, description: 'The subscription with its secret.', schema: webhookSchema },
  errors: ['conflict'],
  handle: async (ctx: Ctx, { body }) => {
    const { target_url: url, events, secret, description } = body;
    const made = await createWebhookEndpoint(ctx, { url, events, secret, description }, vorelWebhooks);
    await testWebhookEndpoint(ctx, { endpointId: made.id }, vorelWebhooks);
    return { ...toVorelWebhook(made), ...(made.secret !== null && { secret: made.secret }) };
  },
});
