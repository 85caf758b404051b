import { listChatMessagesOperation } from './list-chat-messages.ts';
import { sendChatMessageOperation } from './send-chat-message.ts';
import { startChatOperation } from './start-chat.ts';

export const chatOperations = [startChatOperation, sendChatMessageOperation, listChatMessagesOperation] as const;
