import type { TxCtx } from '../../db/database.ts';
import { conflict, notFound } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { type Message, type MessageRow, toMessage } from './message.ts';

export interface NewMessage {
  readonly conversationId: string;
  readonly leadId: string;
  readonly channel: string;
  readonly author: Message['author'];
  readonly text: string;
  /** The client's own id: a second message with it is the first again. */
  readonly clientMessageId?: string | undefined;
  /** Why it is said, for the timeline. */
  readonly reason?: string;
}

/**
 * Adds a message to a conversation, numbered under its lead's lock; on web chat it is delivered by being there.
 * `isNew` is false where the client sent it before. Touches the lead's last activity. Raises `not_found` where the lead
 * is deleted, `conflict` where the client's id was used for other words.
 */
export async function appendMessage(ctx: TxCtx, message: NewMessage): Promise<{ message: Message; isNew: boolean }> {
  const { conversationId, leadId, channel, author, text } = message;
  const inbound = author === 'lead';
  // The lead's row first, as every writer of a lead does: two orders of locking would deadlock.
  const [lead] = await ctx.tx`
    update leads set last_message_at = ${ctx.at}, last_activity_at = ${ctx.at}, updated_at = ${ctx.at}, revision = revision + 1
    where workspace_id = ${ctx.workspace.id} and id = ${leadId} and deleted_at is null
    returning id`;
  if (!lead) throw notFound('conversation');
  const earlier = await findByClientId(ctx, conversationId, message.clientMessageId);
  if (earlier && earlier.text !== text) {
    throw conflict('client_message_id_used', 'Another message was sent with this clientMessageId. Give each its own.');
  }
  if (earlier) return { message: earlier, isNew: false };
  const id = ctx.newId(ctx.at);
  const createdAt = timeOfId(id);
  const [numbered] = await ctx.tx<{ lastSeq: number }[]>`
    update conversations set last_seq = last_seq + 1, last_message_at = ${createdAt}, updated_at = ${createdAt},
      first_message_at = coalesce(first_message_at, ${createdAt}),
      last_inbound_at = case when ${inbound} then ${createdAt} else last_inbound_at end
    where workspace_id = ${ctx.workspace.id} and id = ${conversationId}
    returning last_seq`;
  if (!numbered) throw new Error(`conversation ${conversationId} has gone`);
  const direction = inbound ? 'inbound' : 'outbound';
  const status = inbound ? 'received' : 'sent';
  await Promise.all([
    ctx.tx`
      insert into messages (workspace_id, id, conversation_id, lead_id, seq, direction, author, channel, body, status,
        client_message_id, sent_at, created_at)
      values (${ctx.workspace.id}, ${id}, ${conversationId}, ${leadId}, ${numbered.lastSeq}, ${direction}, ${author},
        ${channel}, ${text}, ${status}, ${message.clientMessageId ?? null}, ${inbound ? null : createdAt}, ${createdAt})`,
    recordEvent(ctx, {
      type: inbound ? 'message.received' : 'message.sent',
      leadId,
      conversationId,
      data: { messageId: id, channel },
    }),
    recordAction(ctx, {
      leadId,
      conversationId,
      messageId: id,
      type: 'message',
      summary: inbound ? 'Message received' : `Message sent${message.reason ? `: ${message.reason}` : ''}`,
      input: { direction, channel },
    }),
  ]);
  const row: MessageRow = { id, seq: numbered.lastSeq, direction, author, channel, text, status, createdAt };
  return { message: toMessage(row), isNew: true };
}

async function findByClientId(ctx: TxCtx, conversationId: string, clientMessageId: string | undefined) {
  if (clientMessageId === undefined) return undefined;
  const [row] = await ctx.tx<MessageRow[]>`
    select id, seq, direction, author, channel, body as text, status, created_at from messages
    where workspace_id = ${ctx.workspace.id} and conversation_id = ${conversationId} and client_message_id = ${clientMessageId}`;
  return row && toMessage(row);
}
