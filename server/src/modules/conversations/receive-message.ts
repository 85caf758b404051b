import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { appendMessage } from './append-message.ts';
import { conversationParams } from './get-conversation.ts';
import { leadOfConversation } from './lead-of-conversation.ts';
import { type Message, messageSchema } from './message.ts';

const receivedMessageSchema = z.strictObject({
  text: z.string().trim().min(1).max(4096).describe('What the lead wrote.'),
  clientMessageId: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe("The provider's own id for it: handed in twice it is one message."),
});

type ReceivedMessage = z.infer<typeof receivedMessageSchema> & { readonly conversationId: string };

/**
 * Takes what a lead wrote on a channel that somebody else carries; the agent hears it as any message. Raises `not_found`,
 * `conflict` no_lead where the customer is no lead yet, and client_message_id_used.
 */
async function receiveMessage(ctx: Ctx, { conversationId, ...said }: ReceivedMessage): Promise<Message> {
  requireScope(ctx, 'conversations:write');
  return transaction(ctx, async (tctx) => {
    const { leadId, channel } = await leadOfConversation(tctx, conversationId);
    const words = { conversationId, leadId, channel, author: 'lead', ...said } as const;
    const { message, isNew } = await appendMessage({ ...tctx, actor: { kind: 'lead', id: leadId } }, words);
    if (!isNew) return message;
    enqueueStimulus(tctx, { leadId, kind: 'message_received', payload: { conversationId, messageId: message.id } });
    recordAudit(tctx, { verb: 'receiveMessage', objectType: 'message', objectId: message.id });
    return message;
  });
}

export const receiveMessageOperation = defineOperation({
  operationId: 'receiveMessage',
  method: 'POST',
  path: '/v1/conversations/{conversationId}/received-messages',
  tag: 'Conversations',
  summary: 'Hand in what the lead wrote',
  description:
    'For a channel that you carry: the agent hears it, opt-outs included, and its answer is among the messages, as a `message.sent` event.',
  auth: 'key',
  scope: 'conversations:write',
  params: conversationParams,
  body: receivedMessageSchema,
  success: { status: 201, description: 'The message.', schema: messageSchema },
  errors: ['not_found', 'conflict'],
  idempotent: true,
  handle: (ctx: Ctx, { params, body }) => receiveMessage(ctx, { ...params, ...body }),
});
