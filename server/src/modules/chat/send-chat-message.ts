import { z } from 'zod';
import { type Tx, transaction, type VisitorCtx } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { FoyerError, notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { appendMessage } from '../conversations/index.ts';
import { type ChatMessage, chatMessageSchema, chatText, toChatMessage } from './chat-message.ts';

export const sendChatMessageSchema = z.strictObject({
  text: chatText,
  clientMessageId: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe("The client's own id for it: sent twice it is one message."),
});

type Said = z.infer<typeof sendChatMessageSchema>;

/** Takes a visitor's message; the agent answers by the message list. Raises `not_found` where the lead is gone. */
export async function sendChatMessage(ctx: VisitorCtx, input: Said): Promise<{ message: ChatMessage }> {
  try {
    return await takeMessage(ctx, input);
  } catch (error) {
    if (!(error instanceof FoyerError) || error.code !== 'not_found') throw error;
    // In that very moment a merge may have given the conversation to another lead: whose it is by now is looked for once more.
    return takeMessage(ctx, input);
  }
}

async function takeMessage(ctx: VisitorCtx, input: Said): Promise<{ message: ChatMessage }> {
  const { conversationId } = ctx;
  return transaction(ctx, async (tctx) => {
    const leadId = await chatLead(tctx.tx, ctx);
    const said = { conversationId, leadId, channel: 'web_chat', author: 'lead' as const, ...input };
    const { message, isNew } = await appendMessage({ ...tctx, actor: { kind: 'lead', id: leadId } }, said);
    if (isNew) {
      enqueueStimulus(tctx, {
        leadId,
        kind: 'message_received',
        payload: { conversationId, messageId: message.id },
      });
    }
    return { message: toChatMessage(message) };
  });
}

/** The lead whose conversation a visitor has the token of. Raises `not_found` where it was deleted. */
export async function chatLead(tx: Tx, ctx: VisitorCtx): Promise<string> {
  const [row] = await tx<{ id: string }[]>`
    select l.id from conversations c join leads l on l.workspace_id = c.workspace_id and l.id = c.lead_id
    where c.workspace_id = ${ctx.workspace.id} and c.id = ${ctx.conversationId} and l.deleted_at is null`;
  if (!row) throw notFound('conversation');
  return row.id;
}

export const chatParams = z.strictObject({ conversationId: z.uuid().describe("The conversation's id.") });

export const sendChatMessageOperation = defineOperation({
  operationId: 'sendChatMessage',
  method: 'POST',
  path: '/v1/chat/conversations/{conversationId}/messages',
  tag: 'Web chat',
  summary: 'Say something',
  auth: 'visitor',
  params: chatParams,
  body: sendChatMessageSchema,
  success: {
    status: 202,
    description: 'The message as it was taken.',
    schema: z.object({ message: chatMessageSchema }),
  },
  errors: ['not_found', 'conflict'],
  handle: (ctx: VisitorCtx, { body }) => sendChatMessage(ctx, body),
});
