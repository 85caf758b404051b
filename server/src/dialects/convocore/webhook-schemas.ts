import { z } from 'zod';
import type { WebhookEndpoint } from '../../modules/webhooks/index.ts';
import { convocoreEvents } from './webhooks.ts';

export const newWebhookBody = z.looseObject({
  url: z.string().max(2_000).meta({ format: 'uri' }),
  events: z.array(z.enum(convocoreEvents)).min(1).optional().describe('All where it is missing.'),
});

const webhookSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: z.array(z.string()),
    enabled: z.boolean(),
    ts: z.number(),
    secret: z.string().optional().describe('Shown when it is made, and never again.'),
  })
  .meta({ id: 'Webhook' });

const ok = { success: z.literal(true), message: z.string() };
export const webhookAnswer = z.object({ ...ok, data: webhookSchema });
export const webhooksAnswer = z.object({ ...ok, data: z.array(webhookSchema) });

export function toConvocoreWebhook({ id, url, events, isEnabled, createdAt }: WebhookEndpoint) {
  return { id, url, events, enabled: isEnabled, ts: Date.parse(createdAt) };
}
