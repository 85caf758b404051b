import { z } from 'zod';
import { type Ctx, type Tx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Conversation, conversationSchema, selectConversations } from './conversation.ts';

export const listConversationsQuery = z.strictObject({
  ...listQuery,
  leadId: z.uuid().optional(),
  channel: z.string().max(60).optional(),
  owner: z.enum(['agent', 'person']).optional(),
  state: z.enum(['open', 'awaiting_person', 'closed']).optional(),
});

/** A page of conversations, those opened last first. Raises `invalid_input` for a cursor that is none. */
export async function listConversations(
  ctx: Ctx,
  query: z.infer<typeof listConversationsQuery>,
): Promise<Page<Conversation>> {
  requireScope(ctx, 'conversations:read');
  const start = pageStart(query);
  const rows = await transaction(ctx, ({ tx, workspace }) =>
    selectConversations(
      tx,
      tx`where c.workspace_id = ${workspace.id} and c.id < ${start} and c.is_test = ${ctx.isTest}
        and l.deleted_at is null
        ${query.leadId === undefined ? tx`` : tx`and c.lead_id = ${query.leadId}`}
        ${query.channel === undefined ? tx`` : tx`and c.channel = ${query.channel}`}
        ${query.owner === undefined ? tx`` : tx`and c.owner = ${query.owner}`}
        ${stateIs(tx, query.state)}
        order by c.id desc limit ${query.limit + 1}`,
    ),
  );
  return toPage(rows, query.limit);
}

/** What operators ask for all day stands in the statement itself: a prepared plan finds its partial index by it. */
function stateIs(tx: Tx, state: z.infer<typeof listConversationsQuery>['state']) {
  if (state === undefined) return tx``;
  return state === 'awaiting_person' ? tx`and c.state = 'awaiting_person'` : tx`and c.state = ${state}`;
}

export const listConversationsOperation = defineOperation({
  operationId: 'listConversations',
  method: 'GET',
  path: '/v1/conversations',
  tag: 'Conversations',
  summary: 'List conversations',
  auth: 'key',
  scope: 'conversations:read',
  query: listConversationsQuery,
  success: { status: 200, description: 'A page of conversations.', schema: pageSchema(conversationSchema) },
  handle: (ctx: Ctx, { query }) => listConversations(ctx, query),
});
