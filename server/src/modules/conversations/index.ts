import { getConversationOperation } from './get-conversation.ts';
import { listConversationsOperation } from './list-conversations.ts';
import { listMessagesOperation } from './list-messages.ts';

export { appendMessage } from './append-message.ts';
export { cancelUndelivered } from './cancel-undelivered.ts';
export { messagesAfter } from './list-messages.ts';
export type { Message } from './message.ts';

export const conversationOperations = [
  listConversationsOperation,
  getConversationOperation,
  listMessagesOperation,
] as const;
