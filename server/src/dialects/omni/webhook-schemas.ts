import { z } from 'zod';
import type { WebhookEndpoint } from '../../modules/webhooks/index.ts';
import { omniEvents } from './webhooks.ts';

export const newWebhookBody = z.looseObject({
  url: z.string().max(2_000).meta({ format: 'uri' }),
  events: z.array(z.enum(omniEvents)).min(1).optional().describe('All where it is missing.'),
  secret: z
    .string()
    .min(8)
    .max(200)
    .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'Use printable ASCII characters, as it is sent in a header.')
    .optional()
    .describe('Sent in the header X-Webhook-Secret.'),
});

const webhookSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: z.array(z.string()),
    isActive: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Webhook' });

export const createdWebhook = z.object({
  success: z.literal(true),
  webhook: webhookSchema.extend({ secret: z.string().nullable() }).meta({ id: 'CreatedWebhook' }),
});
export const webhookList = z.object({ webhooks: z.array(webhookSchema) });

export function toOmniWebhook({
  id,
  url,
  events,
  isEnabled,
  createdAt,
}: WebhookEndpoint): z.infer<typeof webhookSchema> {
  return { id, url, events, isActive: isEnabled, createdAt };
}
