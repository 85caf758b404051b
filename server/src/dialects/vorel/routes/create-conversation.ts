import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { createConversation } from '../../../modules/conversations/index.ts';
import { toVorelConversation } from '../from-conversation.ts';
import { newConversationSchema } from '../request-schemas.ts';
import { conversationSchema } from '../schemas.ts';
import { toNewConversation } from '../to-conversation.ts';

export const createConversationOperation = defineOperation({
  operationId: 'createConversation',
  method: 'POST',
  path: '/api/v1/conversations',
  tag: 'Conversations',
  summary: 'Open a conversation',
  description: 'With a customer who is no lead yet. One that is open on the same channel is a 409.',
  auth: 'key',
  scope: 'conversations:write',
  body: newConversationSchema,
  success: { status: 201, description: 'The conversation.', schema: conversationSchema },
  errors: ['conflict'],
  handle: async (ctx: Ctx, { body }) => toVorelConversation(await createConversation(ctx, toNewConversation(body))),
});
