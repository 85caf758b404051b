import type { TxCtx } from '../../db/database.ts';
import { conflict, notFound } from '../../kernel/errors.ts';
import { recordEvent } from '../timeline/index.ts';

/** A conversation that was opened for somebody who is no lead yet. */
export interface LeadlessConversation {
  readonly id: string;
  readonly channel: string;
  readonly lastMessageAt: Date | null;
}

/** Such a conversation, locked. Raises `not_found`, and `conflict` conversation_has_lead with the `leadId` it has. */
export async function lockLeadless(ctx: TxCtx, conversationId: string): Promise<LeadlessConversation> {
  const [row] = await ctx.tx<(LeadlessConversation & { leadId: string | null; isGone: boolean })[]>`
    select c.id, c.channel, c.last_message_at, c.lead_id, l.deleted_at is not null as is_gone
    from conversations c left join leads l on l.workspace_id = c.workspace_id and l.id = c.lead_id
    where c.workspace_id = ${ctx.workspace.id} and c.id = ${conversationId} and c.is_test = ${ctx.isTest}
    for update of c`;
  if (!row || row.isGone) throw notFound('conversation');
  const { leadId } = row;
  if (leadId !== null) throw conflict('conversation_has_lead', 'This conversation has a lead already.', { leadId });
  return row;
}

/** Gives a conversation and what was said in it to a lead. */
export async function adoptConversation(
  ctx: TxCtx,
  adoption: { leadId: string; runId: string | null; conversation: LeadlessConversation },
): Promise<void> {
  const { leadId, runId } = adoption;
  const { id: conversationId, lastMessageAt } = adoption.conversation;
  const { tx, at, workspace } = ctx;
  await Promise.all([
    tx`
      update conversations set lead_id = ${leadId}, run_id = ${runId}, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = ${conversationId}`,
    lastMessageAt === null
      ? undefined
      : tx`
          update messages set lead_id = ${leadId}
          where workspace_id = ${workspace.id} and conversation_id = ${conversationId}`,
    recordEvent(ctx, { type: 'conversation.updated', leadId, conversationId, data: { leadId } }),
  ]);
}
