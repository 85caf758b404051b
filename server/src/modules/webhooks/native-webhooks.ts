import { createHmac, randomBytes } from 'node:crypto';
import { eventTypes } from '../../kernel/event-types.ts';
import type { SignedWebhook, WebhookDialect } from './webhook-dialect.ts';

const MAX_BODY_BYTES = 20_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const SECRET_PREFIX = 'whsec_';
/** As a text: Node 24 takes 40 µs longer over a key in a Buffer. */
const BASE64_KEY = { encoding: 'base64' } as const;

/** Webhooks by the Standard Webhooks specification (github.com/standard-webhooks/standard-webhooks). */
export const nativeWebhooks: WebhookDialect = {
  name: 'native',
  eventTypes,
  typesOf: ({ type }) => [type],
  needsLead: false,
  render: async (ctx, { event, lead, isTest }) => {
    const { type, timestamp, data, ...about } = event;
    const told = { ...about, ...(isTest && { isTest: true }), ...data };
    const whole = { type, timestamp, data: { ...told, ...(lead && { lead }) } };
    if (Buffer.byteLength(JSON.stringify(whole)) < MAX_BODY_BYTES) return whole;
    // The specification's bound; who needs the rest fetches it.
    const url = (path: string) => ctx.files.addressOf(path);
    const links = { url: url(`/v1/events/${event.id}`), ...(lead && { leadUrl: url(`/v1/leads/${lead.id}`) }) };
    const slim = { type, timestamp, data: { ...told, ...links } };
    if (Buffer.byteLength(JSON.stringify(slim)) < MAX_BODY_BYTES) return slim;
    return { type, timestamp, data: { ...about, ...links } };
  },
  headersOf: (webhook) => ({
    'webhook-id': webhook.webhookId,
    'webhook-timestamp': String(Math.floor(webhook.sentAt.getTime() / 1000)),
    'webhook-signature': webhook.secrets.map((secret) => signatureOf(webhook, secret)).join(' '),
  }),
  absentPasses: false,
  newSecret: () => SECRET_PREFIX + randomBytes(32).toString('base64'),
  timeoutMs: 15 * SECOND,
  retryAfterMs: [5 * SECOND, 5 * MINUTE, 30 * MINUTE, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR)],
  isFinal: (status) => status === 410,
};

function signatureOf({ webhookId, sentAt, body }: SignedWebhook, secret: string): string {
  const key = secret.slice(SECRET_PREFIX.length);
  const signed = `${webhookId}.${Math.floor(sentAt.getTime() / 1000)}.${body}`;
  return `v1,${createHmac('sha256', key, BASE64_KEY).update(signed).digest('base64')}`;
}
