import { getAppointment } from '../../modules/appointments/index.ts';
import { getConversation } from '../../modules/conversations/index.ts';
import {
  type Event,
  hexSignature,
  minutes,
  newHexSecret,
  textIn,
  unlessGone,
  type WebhookDialect,
  type WebhookFact,
} from '../../modules/webhooks/index.ts';
import { toVorelConversation } from './from-conversation.ts';
import { toVorelLead } from './from-lead.ts';

export const vorelEvents = [
  'lead.created',
  'lead.updated',
  'lead.qualified',
  'conversation.created',
  'conversation.handoff_requested',
  'conversation.closed',
  'booking.created',
  'booking.rescheduled',
  'booking.cancelled',
  'booking.completed',
  'offering.created',
  'offering.updated',
] as const;

const same: Readonly<Record<string, (typeof vorelEvents)[number]>> = {
  'lead.created': 'lead.created',
  'lead.updated': 'lead.updated',
  'variable.changed': 'lead.updated',
  'lead.needs_human': 'conversation.handoff_requested',
  'conversation.closed': 'conversation.closed',
  'appointment.booked': 'booking.created',
  'appointment.rescheduled': 'booking.rescheduled',
  'appointment.cancelled': 'booking.cancelled',
  'appointment.completed': 'booking.completed',
};

/** Vorel's webhooks: a signature of the body in hexadecimal, 10 s, a 4xx is final, six attempts. */
export const vorelWebhooks: WebhookDialect = {
  name: 'vorel',
  eventTypes: vorelEvents,
  typesOf,
  needsLead: true,
  render: async (ctx, fact) => ({
    id: fact.webhookId,
    event: fact.eventType,
    created_at: fact.event.timestamp,
    data: await dataOf(ctx, fact),
  }),
  headersOf: ({ secrets, body }) => {
    const signature = hexSignature(secrets, body);
    return signature === undefined ? {} : { 'x-webhook-signature': signature };
  },
  absentPasses: false,
  newSecret: newHexSecret,
  timeoutMs: 10_000,
  retryAfterMs: minutes(1, 5, 30, 120, 300),
  isFinal: (status) => status >= 400 && status < 500,
};

function typesOf(event: Event): string[] {
  // The vendor's fires for those that its public API opened alone.
  if (event.type === 'conversation.created') {
    return event.data.actor === 'api_key' ? ['conversation.created'] : [];
  }
  if (event.type === 'lead.stage_changed') return event.data.to === 'qualified' ? ['lead.qualified'] : [];
  const type = same[event.type];
  return type === undefined ? [] : [type];
}

type RenderCtx = Parameters<WebhookDialect['render']>[0];

async function dataOf(ctx: RenderCtx, { event, eventType, lead, isTest }: WebhookFact): Promise<unknown> {
  const shownLead = lead && toVorelLead(lead);
  const { conversationId } = event;
  if (eventType.startsWith('booking.')) {
    const id = textIn(event, 'appointmentId');
    const found = isTest || id === undefined ? undefined : await unlessGone(getAppointment(ctx, { appointmentId: id }));
    return {
      id: id ?? null,
      lead_id: event.leadId,
      conversation_id: conversationId,
      status: found?.status ?? eventType.replace('booking.', '').replace(/^(created|rescheduled)$/, 'confirmed'),
      scheduled_start: found?.startAt ?? textIn(event, 'startAt') ?? null,
      scheduled_end: found?.endAt ?? null,
    };
  }
  if (eventType === 'conversation.handoff_requested') {
    return { lead_id: event.leadId, conversation_id: conversationId, reason: textIn(event, 'reason') ?? null };
  }
  if (eventType.startsWith('conversation.')) {
    const found =
      isTest || conversationId === null ? undefined : await unlessGone(getConversation(ctx, { conversationId }));
    return found ? toVorelConversation(found) : { id: conversationId };
  }
  return shownLead ?? { id: event.leadId };
}
