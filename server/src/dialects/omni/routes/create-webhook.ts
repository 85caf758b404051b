import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { createWebhookEndpoint } from '../../../modules/webhooks/index.ts';
import { createdWebhook, newWebhookBody, toOmniWebhook } from '../webhook-schemas.ts';
import { omniEvents, omniWebhooks } from '../webhooks.ts';

export const createWebhookOperation = defineOperation({
  operationId: 'createWebhook',
  method: 'POST',
  path: '/api/v1/webhooks',
  tag: 'Webhooks',
  summary: 'Create a webhook',
  description: 'Answered with 200 within 5 seconds, else it is tried three times more.',
  auth: 'key',
  scope: 'events:write',
  body: newWebhookBody,
  success: { status: 200, description: 'The webhook with its secret.', schema: createdWebhook },
  errors: ['conflict'],
  handle: async (ctx: Ctx, { body }) => {
    const { url, secret, events = [...omniEvents] } = body;
    const made = await createWebhookEndpoint(ctx, { url, events, secret }, omniWebhooks);
    return { success: true as const, webhook: { ...toOmniWebhook(made), secret: made.secret } };
  },
});
