import type { Log } from '../../../kernel/ctx.ts';
import type { Channel } from '../port.ts';

/** Sends to nobody: a line in the log says that a message would have left, the conversation holds its words. */
export function createConsoleChannel(log: Log): Channel {
  return {
    name: 'console',
    capabilities: {
      isInPlace: false,
      reaches: 'any',
      isCall: false,
      leavesHouse: false,
      takesIdempotencyKey: true,
      freeTextHours: null,
      maxTextLength: 4096,
    },
    send: ({ workspaceId, idempotencyKey, text }) => {
      log.info({ workspaceId, messageId: idempotencyKey, characters: text.length }, 'a message on the console channel');
      return Promise.resolve({ outcome: 'sent', providerMessageId: null });
    },
  };
}
