import { listChatMessagesOperation } from './list-chat-messages.ts';
import { sendChatMessageOperation } from './send-chat-message.ts';
import { startChatOperation } from './start-chat.ts';

export { listChatMessages } from './list-chat-messages.ts';
export { mountChatPage } from './page/mount-chat-page.ts';
export { sendChatMessage } from './send-chat-message.ts';
export { startChat } from './start-chat.ts';

export const chatOperations = [startChatOperation, sendChatMessageOperation, listChatMessagesOperation] as const;
