import type { Conversation } from '../../modules/conversations/index.ts';
import type { ConversationChannel, ConversationStatus, VorelConversation } from './schemas.ts';

/** A conversation as the vendor's clients read it: its header, without what was said. */
export function toVorelConversation(conversation: Conversation): VorelConversation {
  return {
    id: conversation.id,
    channel: channels.get(conversation.channel) ?? 'webform',
    customer_identifier: conversation.customerIdentifier ?? conversation.id,
    customer_name: conversation.customerName,
    customer_language: toLanguage(conversation.customerLanguage),
    status: statusOf(conversation),
    first_message_at: conversation.firstMessageAt,
    last_message_at: conversation.lastMessageAt,
    created_at: conversation.createdAt,
  };
}

/** The vendor knows no other: whatever else people write on reads as its web form. */
const channels: ReadonlyMap<string, ConversationChannel> = new Map([
  ['whatsapp', 'whatsapp'],
  ['voice', 'voice'],
  ['phone', 'voice'],
  ['instagram', 'instagram'],
  ['email', 'email'],
]);

/** While a person answers, the agent is silent: to a client the same as while one is waited for. */
function statusOf({ state, owner }: Conversation): ConversationStatus {
  if (state === 'closed') return 'closed';
  return state === 'awaiting_person' || owner === 'person' ? 'awaiting_human' : 'active';
}

/** Two letters, with a country where there is one: a tag with more is shortened to them, or to nothing. */
function toLanguage(tag: string | null): string | null {
  return /^[a-z]{2}(-[A-Z]{2})?(?=-|$)/.exec(tag ?? '')?.[0] ?? null;
}
