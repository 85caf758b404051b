import { z } from 'zod';
import { endpointHeaders, type WebhookEndpoint } from '../../modules/webhooks/index.ts';
import { nexorEvents, nexorWebhooks } from './webhooks.ts';

const filterFields = [
  'to_status.key',
  'to_status.category',
  'from_status.key',
  'workflow_id',
  'trigger_type',
  'actor_type',
] as const;

const filter = z.strictObject({
  field: z.enum(filterFields),
  operator: z.enum(['equals', 'not_equals', 'in', 'not_in', 'contains']),
  value: z.union([z.string().max(200), z.array(z.string().max(200)).max(50)]),
});

const fields = z.looseObject({
  name: z.string().trim().min(1).max(200),
  url: z.string().max(2_000).meta({ format: 'uri' }),
  events: z.array(z.enum(nexorEvents)).min(1),
  filters: z.array(filter).max(10).optional(),
  auth_type: z.enum(['none', 'header', 'basic', 'custom_headers']).default('none'),
  auth_config: z
    .record(z.string(), z.string().max(500))
    .optional()
    .describe('For `header` its `name` and `value`, for `basic` `username` and `password`, else the headers.'),
  include_full_lead: z.boolean().optional(),
  retry_enabled: z.boolean().default(true).describe('False tries a delivery once.'),
  max_retries: z.int().min(0).max(3).default(3).describe('After 1, 5 and 30 minutes.'),
  payload_template: z.null().optional().describe('Not supported: the envelope is always sent.'),
});
type NewWebhookBody = z.infer<typeof fields>;

/** What is said of credentials has to make headers that can be sent. */
export const newWebhookBody = fields.superRefine((body, issues) => {
  if (body.auth_type === 'none') return;
  const headers = authHeaders(body);
  const found = headers && endpointHeaders.safeParse(headers);
  if (found?.success) return;
  const message = found?.error.issues[0]?.message ?? `Give what ${body.auth_type} needs.`;
  issues.addIssue({ code: 'custom', path: ['auth_config'], message });
});

const webhookSchema = z
  .object({
    id: z.uuid(),
    name: z.string().nullable(),
    url: z.string(),
    events: z.array(z.string()),
    filters: z.array(z.unknown()),
    include_full_lead: z.boolean(),
    retry_enabled: z.boolean(),
    max_retries: z.int(),
    is_active: z.boolean(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'NexorWebhook' });

export const createdWebhook = z.object({
  success: z.literal(true),
  webhook: webhookSchema.extend({ signing_secret: z.string().nullable() }).meta({ id: 'NexorCreatedWebhook' }),
});
export const webhookList = z.object({ success: z.literal(true), webhooks: z.array(webhookSchema) });

export function toNexorWebhook(endpoint: WebhookEndpoint): z.infer<typeof webhookSchema> {
  return {
    id: endpoint.id,
    name: endpoint.description,
    url: endpoint.url,
    events: endpoint.events,
    filters: endpoint.conditions,
    include_full_lead: endpoint.includesLead,
    retry_enabled: endpoint.mostRetries !== 0,
    max_retries: endpoint.mostRetries ?? nexorWebhooks.retryAfterMs.length,
    is_active: endpoint.isEnabled,
    created_at: endpoint.createdAt,
  };
}

/** The headers that a subscription's credentials are sent in; undefined where there are none, or not all that it takes. */
export function authHeaders({ auth_type, auth_config = {} }: NewWebhookBody): Record<string, string> | undefined {
  const { name, value, username, password = '' } = auth_config;
  if (auth_type === 'header' && name !== undefined && value !== undefined) return { [name]: value };
  if (auth_type === 'basic' && username !== undefined) {
    return { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  }
  return auth_type === 'custom_headers' && Object.keys(auth_config).length > 0 ? auth_config : undefined;
}
