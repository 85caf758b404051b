import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import type { DialogueState } from '../../engagement/dialogue/state.ts';
import type { SendPurpose } from '../../engagement/policy/send-facts.ts';
import { capabilitiesOf } from '../../kernel/channel.ts';
import { conflict, notFound } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import type { Template } from '../../kernel/template.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { collectDelivery } from './collect-delivery.ts';
import { type Message, type MessageRow, toMessage } from './message.ts';
import { isReachedOutTo, stopReachingOut } from './stop-reaching-out.ts';

export interface NewMessage {
  readonly conversationId: string;
  readonly leadId: string;
  readonly channel: string;
  readonly author: Message['author'];
  /** The person who writes, where known. */
  readonly memberId?: string | null;
  readonly text: string;
  /** The client's own id: a second message with it is the first again. */
  readonly clientMessageId?: string | undefined;
  /** Why it is said, for the timeline. */
  readonly reason?: string;
  /** What the agent says it for. */
  readonly purpose?: SendPurpose | undefined;
  readonly template?: Template | null | undefined;
  /** Where the dialogue stands after it; where it stood before if this is missing. */
  readonly dialogue?: DialogueState | undefined;
}

/**
 * Adds a message to a conversation, numbered under its lead's lock. On a channel that sends it waits for its delivery;
 * on any other it is delivered by being there: whoever says it there has asked the policy in this transaction. What the lead writes stops what the agent had in mind unasked. `isNew` is false where the client sent it before. Touches the lead's last activity. Raises `not_found` where the lead
 * is deleted, `conflict` where the client's id was used for other words.
 */
export async function appendMessage(ctx: TxCtx, message: NewMessage): Promise<{ message: Message; isNew: boolean }> {
  const { conversationId, leadId, channel, author, text, clientMessageId } = message;
  const earlier = clientMessageId === undefined ? undefined : await findEarlier(ctx, { ...message, clientMessageId });
  if (earlier && earlier.text !== text) {
    throw conflict('client_message_id_used', 'Another message was sent with this clientMessageId. Give each its own.');
  }
  if (earlier) return { message: earlier, isNew: false };
  const id = ctx.newId(ctx.at);
  const isInbound = author === 'lead';
  const direction = isInbound ? 'inbound' : 'outbound';
  const status = isInbound ? 'received' : leaves(ctx, channel) ? 'queued' : 'sent';
  const row = await insertMessage(ctx, message, { id, status });
  // Before anything hangs on the lead: of one that was erased meanwhile the database would refuse it.
  if (!row) throw notFound('conversation');
  const { agentId, ...written } = row;
  const purpose = purposeOf(message);
  if (status === 'queued' && purpose)
    collectDelivery(ctx, { messageId: id, conversationId, leadId, agentId, channel, purpose });
  const because = message.reason ? `: ${message.reason}` : '';
  recordEvent(ctx, { type: `message.${status}`, leadId, conversationId, data: { messageId: id, channel } });
  recordAction(ctx, {
    leadId,
    conversationId,
    messageId: id,
    type: 'message',
    status: status === 'queued' ? 'pending' : 'completed',
    summary: {
      received: 'Message received',
      sent: `Message sent${because}`,
      queued: `Message on ${channel}${because}`,
    }[status],
    input: { direction, channel },
  });
  return { message: toMessage(written), isNew: true };
}

function leaves({ channels }: TxCtx, channel: string): boolean {
  const { isInPlace, isCarried } = capabilitiesOf(channels, channel);
  return !isInPlace && !isCarried;
}

function purposeOf({ author, purpose }: NewMessage): SendPurpose | null {
  if (author === 'lead') return null;
  return author === 'person' ? 'person' : (purpose ?? 'reply');
}

type WrittenRow = MessageRow & { readonly agentId: string };

/**
 * The lead, its conversation and the message in one statement; nothing where the lead is deleted, or the conversation has
 * become another's, as a merge was made or undone while the lead was waited for. The conversation is
 * joined to the lead that was changed, so that the lead's row is locked first, as every writer of a lead does: two
 * orders of locking would deadlock.
 */
async function insertMessage(
  ctx: TxCtx,
  message: NewMessage,
  { id, status }: { readonly id: string; readonly status: 'received' | 'queued' | 'sent' },
): Promise<WrittenRow | undefined> {
  const { tx, at, workspace } = ctx;
  const { conversationId, leadId, channel, author, memberId = null, text, clientMessageId = null } = message;
  const { dialogue, template = null } = message;
  const isInbound = author === 'lead';
  const createdAt = timeOfId(id);
  const [row] = await tx<(WrittenRow & { readonly isAwaited: boolean })[]>`
    with lead as (
      update leads set last_message_at = ${at}, last_activity_at = ${at}, updated_at = ${at}, revision = revision + 1
      where workspace_id = ${workspace.id} and id = ${leadId} and deleted_at is null
      returning id
    ), numbered as (
      update conversations c set last_seq = c.last_seq + 1, last_message_at = ${createdAt}, updated_at = ${createdAt},
        first_message_at = coalesce(c.first_message_at, ${createdAt}),
        last_inbound_at = case when ${isInbound} then ${createdAt} else c.last_inbound_at end,
        dialogue = coalesce(${dialogue ? tx.json(asJson(dialogue)) : null}, c.dialogue)
      from lead
      where c.workspace_id = ${workspace.id} and c.id = ${conversationId} and c.lead_id = lead.id
      returning c.last_seq, c.agent_id
    )
    insert into messages (workspace_id, id, conversation_id, lead_id, seq, direction, author, member_id, channel, body,
      status, purpose, template, client_message_id, sent_at, created_at)
    select ${workspace.id}, ${id}, ${conversationId}, ${leadId}, last_seq, ${isInbound ? 'inbound' : 'outbound'},
      ${author}, ${memberId}, ${channel}, ${text}, ${status}, ${purposeOf(message)},
      ${template && tx.json(asJson(template))}, ${clientMessageId},
      ${status === 'sent' ? createdAt : null}, ${createdAt}
    from numbered
    returning id, seq, direction, author, channel, body as text, status, template, created_at, (select agent_id from numbered),
      ${isInbound ? isReachedOutTo(ctx, leadId) : tx`false`} as is_awaited`;
  if (!row) return undefined;
  const { isAwaited, ...written } = row;
  if (isAwaited) await stopReachingOut(ctx, leadId);
  return written;
}

/** The message that a client sent with this id before, looked for under the lead's lock. */
async function findEarlier(
  { tx, workspace }: TxCtx,
  { conversationId, leadId, clientMessageId }: NewMessage & { readonly clientMessageId: string },
): Promise<Message | undefined> {
  const [[lead], [row]] = await Promise.all([
    tx`
      select id from leads where workspace_id = ${workspace.id} and id = ${leadId} and deleted_at is null for no key update`,
    tx<MessageRow[]>`
      select id, seq, direction, author, channel, body as text, status, template, created_at from messages
      where workspace_id = ${workspace.id} and conversation_id = ${conversationId} and client_message_id = ${clientMessageId}`,
  ]);
  if (!lead) throw notFound('conversation');
  return row && toMessage(row);
}
