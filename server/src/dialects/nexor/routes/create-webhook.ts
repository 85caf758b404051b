import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { createWebhookEndpoint } from '../../../modules/webhooks/index.ts';
import { authHeaders, createdWebhook, newWebhookBody, toNexorWebhook } from '../webhook-schemas.ts';
import { nexorWebhooks } from '../webhooks.ts';

export const createWebhookOperation = defineOperation({
  operationId: 'createWebhook',
  method: 'POST',
  path: '/api/public/webhooks',
  tag: 'Webhooks',
  summary: 'Create a webhook',
  description: 'The signing secret is shown once. All filters must hold; one on a field that is not there passes.',
  auth: 'key',
  scope: 'events:write',
  body: newWebhookBody,
  success: { status: 201, description: 'The webhook with its signing secret.', schema: createdWebhook },
  errors: ['conflict'],
  handle: async (ctx: Ctx, { body }) => {
    const { name: description, url, events, filters: conditions = [], include_full_lead: includesLead = false } = body;
    const mostRetries = body.retry_enabled ? body.max_retries : 0;
    const headers = authHeaders(body);
    const input = { url, events, description, conditions, includesLead, mostRetries, ...(headers && { headers }) };
    const made = await createWebhookEndpoint(ctx, input, nexorWebhooks);
    return { success: true as const, webhook: { ...toNexorWebhook(made), signing_secret: made.secret } };
  },
});
