import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { createWebhookEndpoint } from '../../../modules/webhooks/index.ts';
import { newWebhookBody, toConvocoreWebhook, webhookAnswer } from '../webhook-schemas.ts';
import { convocoreEvents, convocoreWebhooks } from '../webhooks.ts';

export const createWebhookOperation = defineOperation({
  operationId: 'createWebhook',
  method: 'POST',
  path: '/v3/webhooks',
  tag: 'Webhooks',
  summary: 'Create a webhook',
  description: 'Our addition, as the vendor sets the address in its dashboard. The secret is shown once.',
  auth: 'key',
  scope: 'events:write',
  body: newWebhookBody,
  success: { status: 200, description: 'The webhook with its secret.', schema: webhookAnswer },
  errors: ['conflict'],
  handle: async (ctx: Ctx, { body }) => {
    const { url, events = [...convocoreEvents] } = body;
    const made = await createWebhookEndpoint(ctx, { url, events }, convocoreWebhooks);
    const data = { ...toConvocoreWebhook(made), ...(made.secret !== null && { secret: made.secret }) };
    return { success: true as const, message: 'Webhook created', data };
  },
});
