import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { listConversations } from '../../../modules/conversations/index.ts';
import { toVorelConversation } from '../from-conversation.ts';
import { listQuery } from '../request-schemas.ts';
import { conversationSchema, listSchema } from '../schemas.ts';
import { toListQuery, toVorelPage } from '../to-page.ts';

export const listConversationsOperation = defineOperation({
  operationId: 'listConversations',
  method: 'GET',
  path: '/api/v1/conversations',
  tag: 'Conversations',
  summary: 'List conversations',
  description: 'Newest first, by `created_at` and then `id`; without what was said.',
  auth: 'key',
  scope: 'conversations:read',
  query: listQuery,
  success: { status: 200, description: 'A page of conversations.', schema: listSchema(conversationSchema) },
  handle: async (ctx: Ctx, { query }) =>
    toVorelPage(await listConversations(ctx, toListQuery(query)), toVorelConversation),
});
