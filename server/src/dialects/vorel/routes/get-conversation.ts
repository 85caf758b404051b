import type { Ctx } from '../../../http/face.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { getConversation } from '../../../modules/conversations/index.ts';
import { toVorelConversation } from '../from-conversation.ts';
import { idParams } from '../request-schemas.ts';
import { conversationSchema } from '../schemas.ts';

export const getConversationOperation = defineOperation({
  operationId: 'getConversation',
  method: 'GET',
  path: '/api/v1/conversations/{id}',
  tag: 'Conversations',
  summary: 'Get a conversation',
  description: 'Its header, without what was said.',
  auth: 'key',
  scope: 'conversations:read',
  params: idParams,
  success: { status: 200, description: 'The conversation.', schema: conversationSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) =>
    toVorelConversation(await getConversation(ctx, { conversationId: existingId(params.id, 'conversation') })),
});
