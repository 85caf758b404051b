import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Conversation, conversationSchema, selectConversations } from './conversation.ts';

/** One conversation without its messages. Raises `not_found`, also where its lead was deleted. */
export async function getConversation(ctx: Ctx, { conversationId }: { conversationId: string }): Promise<Conversation> {
  requireScope(ctx, 'conversations:read');
  return readConversation(ctx, conversationId);
}

/** For verbs that answer with the conversation they wrote. */
export async function readConversation(ctx: Ctx, conversationId: string): Promise<Conversation> {
  const [found] = await transaction(ctx, ({ tx, workspace }) =>
    selectConversations(
      tx,
      tx`where c.workspace_id = ${workspace.id} and c.id = ${conversationId}
        and c.is_test = ${ctx.isTest} and l.deleted_at is null`,
    ),
  );
  if (!found) throw notFound('conversation');
  return found;
}

export const conversationParams = z.strictObject({ conversationId: z.uuid().describe("The conversation's id.") });

export const getConversationOperation = defineOperation({
  operationId: 'getConversation',
  method: 'GET',
  path: '/v1/conversations/{conversationId}',
  tag: 'Conversations',
  summary: 'Get a conversation',
  auth: 'key',
  scope: 'conversations:read',
  params: conversationParams,
  success: { status: 200, description: 'The conversation.', schema: conversationSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getConversation(ctx, params),
});
