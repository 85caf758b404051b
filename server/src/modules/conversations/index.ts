import { createConversationOperation } from './create-conversation.ts';
import { getConversationOperation } from './get-conversation.ts';
import { listConversationsOperation } from './list-conversations.ts';
import { listMessagesOperation } from './list-messages.ts';
import { receiveMessageOperation } from './receive-message.ts';

export { ANSWER_TIMER, ATTEMPT_TIMER, agentTimers, MISSED_TIMER } from './agent-timers.ts';
export { answerWaiting } from './answer-waiting.ts';
export { appendDraft } from './append-draft.ts';
export { appendMessage } from './append-message.ts';
export { cancelAgentTimers, tellOfRemoved } from './cancel-agent-timers.ts';
export type { Conversation } from './conversation.ts';
export { createConversation, type NewConversation } from './create-conversation.ts';
export { findOrOpenConversation } from './find-or-open-conversation.ts';
export { conversationParams, getConversation } from './get-conversation.ts';
export { leadOfConversation } from './lead-of-conversation.ts';
export { listConversations } from './list-conversations.ts';
export { type Message, messageSchema } from './message.ts';
export { collectConversation, openConversation } from './open-conversation.ts';
export { renewHeldCadences, renewHeldCadencesOf, takeUpCadence } from './renew-held-cadences.ts';
export { stopPending } from './stop-pending.ts';
export { stopReachedByCall } from './stop-reaching-out.ts';

export const conversationOperations = [
  createConversationOperation,
  listConversationsOperation,
  getConversationOperation,
  listMessagesOperation,
  receiveMessageOperation,
] as const;
