import { z } from 'zod';
import type { WebhookEndpoint } from '../../modules/webhooks/index.ts';
import { vorelEvents } from './webhooks.ts';

export const newWebhookBody = z.looseObject({
  target_url: z.string().max(2_000).meta({ format: 'uri' }),
  events: z.array(z.enum(vorelEvents)).min(1),
  secret: z.string().min(8).max(200).optional(),
  description: z.string().max(200).nullable().optional(),
});

export const webhookSchema = z
  .object({
    id: z.uuid(),
    target_url: z.string(),
    events: z.array(z.string()),
    description: z.string().nullable(),
    status: z.enum(['active', 'disabled']),
    created_at: z.iso.datetime(),
    secret: z.string().optional().describe('Shown when it is made, and never again.'),
  })
  .meta({ id: 'WebhookSubscription' });

export function toVorelWebhook(endpoint: WebhookEndpoint): z.infer<typeof webhookSchema> {
  return {
    id: endpoint.id,
    target_url: endpoint.url,
    events: endpoint.events,
    description: endpoint.description,
    status: endpoint.isEnabled ? 'active' : 'disabled',
    created_at: endpoint.createdAt,
  };
}
