import { z } from 'zod';
import type { VisitorCtx } from '../../db/database.ts';
import { lookUntil } from '../../db/signals.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { wholeNumber } from '../../kernel/whole-number.ts';
import { type ChatMessage, chatMessageSchema } from './chat-message.ts';
import { readChat } from './read-chat.ts';
import { chatParams } from './send-chat-message.ts';

export const listChatMessagesQuery = z.strictObject({
  after: wholeNumber(0, 2_147_483_647, 0).describe('Messages with a higher seq than this.'),
  wait: wholeNumber(0, 25, 0).describe('Seconds to wait for one where there is none yet.'),
});

/** What was said after a seq; waits for the next message where there is none. Raises `not_found`. */
export async function listChatMessages(
  ctx: VisitorCtx,
  query: z.infer<typeof listChatMessagesQuery>,
  signal: AbortSignal,
): Promise<{ data: ChatMessage[] }> {
  const { conversationId } = ctx;
  const data = await lookUntil(
    ctx.db.signals,
    conversationId,
    { timeoutMs: query.wait * 1000, abort: signal },
    () => readChat({ ctx, conversationId, after: query.after }),
    (seen) => seen?.length !== 0,
  );
  if (!data) throw notFound('conversation');
  return { data };
}

export const listChatMessagesOperation = defineOperation({
  operationId: 'listChatMessages',
  method: 'GET',
  path: '/v1/chat/conversations/{conversationId}/messages',
  tag: 'Web chat',
  summary: 'Read what was said',
  description:
    'In order. With `wait` the answer comes as soon as there is a message, at the latest after that many seconds.',
  auth: 'visitor',
  params: chatParams,
  query: listChatMessagesQuery,
  success: { status: 200, description: 'The messages.', schema: z.object({ data: z.array(chatMessageSchema) }) },
  errors: ['not_found'],
  handle: (ctx: VisitorCtx, { query, signal }) => listChatMessages(ctx, query, signal),
});
