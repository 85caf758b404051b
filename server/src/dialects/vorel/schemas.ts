import { z } from 'zod';

// What this dialect answers. Every key is always there; `required` is what the vendor's document promises.

const time = z.iso.datetime();
/** Said, not enforced: an address that the house took elsewhere is shown as it is. */
const email = z.string().meta({ format: 'email' });

export const leadStatuses = ['new', 'qualified', 'booked', 'converted', 'lost'] as const;
export type LeadStatus = (typeof leadStatuses)[number];

export const leadSchema = z
  .object({
    id: z.uuid(),
    conversation_id: z.uuid().describe('The newest conversation.'),
    name: z.string().nullable(),
    email: email.nullable(),
    phone: z.string().nullable().describe('E.164'),
    intent: z.string().nullable().describe('The goal where no intent was set and it has at most 40 characters.'),
    attributes: z
      .record(z.string(), z.unknown())
      .meta({ additionalProperties: true })
      .describe('What is known of the lead, by key; which keys there are is up to its workflow.'),
    timeline: z.string().nullable(),
    qualification_score: z.int().min(0).max(100).nullable(),
    status: z.enum(leadStatuses),
    source: z.string().nullable(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Lead', required: ['id', 'conversation_id', 'attributes', 'status', 'created_at', 'updated_at'] });
export type VorelLead = z.infer<typeof leadSchema>;

export const conversationChannels = ['whatsapp', 'voice', 'webform', 'instagram', 'email'] as const;
export type ConversationChannel = (typeof conversationChannels)[number];

export const conversationStatuses = ['active', 'awaiting_human', 'closed'] as const;
export type ConversationStatus = (typeof conversationStatuses)[number];

export const conversationSchema = z
  .object({
    id: z.uuid(),
    channel: z.enum(conversationChannels),
    customer_identifier: z.string().describe('Who the customer is on the channel; its own id where nobody said.'),
    customer_name: z.string().nullable(),
    customer_language: z.string().nullable(),
    status: z.enum(conversationStatuses),
    first_message_at: time.nullable(),
    last_message_at: time.nullable(),
    created_at: time,
  })
  .meta({ id: 'Conversation' });
export type VorelConversation = z.infer<typeof conversationSchema>;

export const handoffSchema = z
  .object({
    handoff_id: z.uuid(),
    lead_id: z.uuid(),
    conversation_id: z.uuid(),
    conversation_status: z.literal('awaiting_human'),
    notified_channel: z.enum(['slack', 'email']).describe('How the people who answer are told.'),
  })
  .meta({ id: 'Handoff' });

export function listSchema<T>(item: z.ZodType<T>) {
  return z.object({
    data: z.array(item),
    next_cursor: z.uuid().nullable().describe('`cursor` of the next page; null on the last.'),
    has_more: z.boolean(),
  });
}
