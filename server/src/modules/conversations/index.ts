import { createConversationOperation } from './create-conversation.ts';
import { getConversationOperation } from './get-conversation.ts';
import { listConversationsOperation } from './list-conversations.ts';
import { listMessagesOperation } from './list-messages.ts';

export { appendMessage } from './append-message.ts';
export { cancelUndelivered } from './cancel-undelivered.ts';
export type { Conversation } from './conversation.ts';
export { createConversation, type NewConversation } from './create-conversation.ts';
export { getConversation } from './get-conversation.ts';
export { listConversations } from './list-conversations.ts';
export { messagesAfter } from './list-messages.ts';
export type { Message } from './message.ts';
export { openConversation } from './open-conversation.ts';

export const conversationOperations = [
  createConversationOperation,
  listConversationsOperation,
  getConversationOperation,
  listMessagesOperation,
] as const;
