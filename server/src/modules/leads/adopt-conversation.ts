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

interface Adoption {
  readonly leadId: string;
  readonly runId: string | null;
  /** Whether the lead's agent speaks in it from now on, as it must where a run of the lead's goes on in it. */
  readonly takesAgent?: boolean;
  readonly conversation: LeadlessConversation;
}

/** Gives a conversation and what was said in it to a lead: to the person who has the lead, else to an agent. */
export async function adoptConversation(ctx: TxCtx, adoption: Adoption): Promise<void> {
  const { leadId, runId, takesAgent = runId !== null } = adoption;
  const { id: conversationId, lastMessageAt } = adoption.conversation;
  const { tx, at, workspace } = ctx;
  await Promise.all([
    tx`
      update conversations c set lead_id = l.id, run_id = ${runId}, updated_at = ${at},
        agent_id = ${takesAgent ? tx`l.agent_id` : tx`c.agent_id`},
        owner = case when l.owner = 'person' then l.owner else c.owner end,
        state = case when l.owner = 'person' and l.needs_human and c.state <> 'closed' then 'awaiting_person' else c.state end
      from leads l
      where c.workspace_id = ${workspace.id} and c.id = ${conversationId}
        and l.workspace_id = c.workspace_id and l.id = ${leadId}`,
    lastMessageAt === null
      ? undefined
      : tx`
          update messages set lead_id = ${leadId}
          where workspace_id = ${workspace.id} and conversation_id = ${conversationId}`,
    recordEvent(ctx, { type: 'conversation.updated', leadId, conversationId, data: { leadId } }),
  ]);
}
