import type { NewConversation } from '../../modules/conversations/index.ts';
import type { NewVorelConversation } from './request-schemas.ts';

/** What a client sends of a new conversation, for the verb. The channel keeps the vendor's word. */
export function toNewConversation(body: NewVorelConversation): NewConversation {
  return {
    channel: body.channel,
    customerIdentifier: body.customer_identifier,
    customerName: body.customer_name ?? undefined,
    customerLanguage: body.customer_language ?? undefined,
  };
}
