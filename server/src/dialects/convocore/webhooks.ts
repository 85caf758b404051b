import {
  type Event,
  hexSignature,
  minutes,
  newHexSecret,
  textIn,
  type WebhookDialect,
  type WebhookFact,
} from '../../modules/webhooks/index.ts';
import { toConvocoreLead } from './from-lead.ts';

export const convocoreEvents = [
  'lead_captured',
  'form_submitted',
  'message_received',
  'chat_delegated',
  'webhook_test',
] as const;

/** Convocore's webhooks, of which its page gives the names alone: the rest is our choice. */
export const convocoreWebhooks: WebhookDialect = {
  name: 'convocore',
  eventTypes: convocoreEvents,
  typesOf,
  needsLead: true,
  render: async (ctx, fact) => ({
    event: fact.eventType,
    id: fact.webhookId,
    ts: Date.parse(fact.event.timestamp),
    agentId: fact.lead?.agentId ?? null,
    data: dataOf(fact, ctx.workspace.id),
  }),
  headersOf: ({ secrets, body }) => {
    const signature = hexSignature(secrets, body);
    return signature === undefined ? {} : { 'x-convocore-signature': signature };
  },
  absentPasses: false,
  newSecret: newHexSecret,
  timeoutMs: 10_000,
  retryAfterMs: minutes(1, 5, 30),
  isFinal: (status) => status >= 400 && status < 500 && status !== 429,
};

function typesOf({ type, data }: Event): readonly string[] {
  if (type === 'lead.created') return data.channel === 'form' ? ['lead_captured', 'form_submitted'] : ['lead_captured'];
  if (type === 'message.received') return ['message_received'];
  return type === 'lead.needs_human' ? ['chat_delegated'] : [];
}

function dataOf({ event, eventType, lead }: WebhookFact, workspaceId: string): object {
  const about = { leadId: event.leadId, convoId: event.conversationId };
  if (eventType === 'webhook_test') return {};
  if (eventType === 'message_received') return { ...about, messageId: textIn(event, 'messageId') };
  if (eventType === 'chat_delegated') return { ...about, reason: textIn(event, 'reason') ?? null };
  return lead ? { lead: toConvocoreLead(lead, workspaceId) } : about;
}
