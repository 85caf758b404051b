import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { wholeNumber } from '../../kernel/whole-number.ts';
import { conversationParams, getConversation } from './get-conversation.ts';
import { type Message, type MessageRow, messageSchema, toMessage } from './message.ts';

export const listMessagesQuery = z.strictObject({
  after: wholeNumber(0, 2_147_483_647, 0).describe('Messages with a higher seq than this.'),
  limit: wholeNumber(1, 200, 100),
});

/** Messages of a conversation in their order. Raises `not_found`. */
export async function listMessages(
  ctx: Ctx,
  query: { conversationId: string; after: number; limit: number },
): Promise<{ data: Message[] }> {
  requireScope(ctx, 'conversations:read');
  return transaction(ctx, async (tctx) => {
    await getConversation(tctx, query);
    return { data: await messagesAfter(tctx, query) };
  });
}

/** What was said in a conversation after a seq, drafts and follow-ups that are not sent left out. */
async function messagesAfter(
  { tx, workspace }: TxCtx,
  { conversationId, after, limit }: { conversationId: string; after: number; limit: number },
): Promise<Message[]> {
  const rows = await tx<MessageRow[]>`
    select id, seq, direction, author, channel, body as text, status, template, created_at from messages
    where workspace_id = ${workspace.id} and conversation_id = ${conversationId} and seq > ${after} and kind = 'message'
    order by seq limit ${limit}`;
  return rows.map(toMessage);
}

export const listMessagesOperation = defineOperation({
  operationId: 'listMessages',
  method: 'GET',
  path: '/v1/conversations/{conversationId}/messages',
  tag: 'Conversations',
  summary: 'List the messages of a conversation',
  description: 'In their order. For the next page ask for what comes after the last seq you have.',
  auth: 'key',
  scope: 'conversations:read',
  params: conversationParams,
  query: listMessagesQuery,
  success: { status: 200, description: 'The messages.', schema: z.object({ data: z.array(messageSchema) }) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, query }) => listMessages(ctx, { ...params, ...query }),
});
