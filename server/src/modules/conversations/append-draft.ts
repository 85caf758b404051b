import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import type { Action } from '../../engagement/decision.ts';
import type { SendPurpose } from '../../engagement/policy/send-facts.ts';
import { timeOfId } from '../../kernel/ids.ts';
import type { Template } from '../../kernel/template.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { stopPending } from './stop-pending.ts';

export interface NewDraft {
  readonly conversationId: string;
  readonly leadId: string;
  readonly channel: string;
  readonly text: string;
  /** Why it would be said, for the timeline. */
  readonly reason: string;
  readonly purpose: SendPurpose;
  readonly template?: Template | null | undefined;
  /** What is done when it is approved, before it is said. */
  readonly onApproval: readonly Action[];
}

/**
 * Keeps words of the agent until a person approves them, in place of those for the same purpose that wait there already. Drafts are numbered below
 * zero, under their lead's lock: readers of a conversation count from zero and see what was said. Returns its id.
 */
export async function appendDraft(ctx: TxCtx, draft: NewDraft): Promise<string> {
  const { conversationId, leadId, channel, text, reason, purpose, template = null, onApproval } = draft;
  const { tx, workspace } = ctx;
  await replaceOlder(ctx, draft);
  const id = ctx.newId(ctx.at);
  await tx`
    insert into messages (workspace_id, id, conversation_id, lead_id, seq, kind, direction, author, channel, body, status,
      purpose, template, on_approval, created_at)
    select ${workspace.id}, ${id}, ${conversationId}, ${leadId}, least(min(seq), 0) - 1, 'draft', 'outbound', 'agent',
      ${channel}, ${text}, 'awaiting_approval', ${purpose}, ${template && tx.json(asJson(template))},
      ${tx.json(asJson(onApproval))}, ${timeOfId(id)}
    from messages where workspace_id = ${workspace.id} and conversation_id = ${conversationId}`;
  recordEvent(ctx, { type: 'message.draft_created', leadId, conversationId, data: { messageId: id, channel } });
  recordAction(ctx, {
    leadId,
    conversationId,
    messageId: id,
    type: 'message',
    status: 'awaiting_approval',
    summary: `Draft: ${reason}`,
    input: { direction: 'outbound', channel },
  });
  return id;
}

/** What is said for another reason, such as a reminder beside an answer, goes on waiting. */
async function replaceOlder(ctx: TxCtx, { conversationId, leadId, purpose }: NewDraft): Promise<void> {
  const { tx, workspace } = ctx;
  const older = await tx<{ id: string }[]>`
    select id from messages
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and conversation_id = ${conversationId}
      and status = 'awaiting_approval' and coalesce(purpose, 'reply') = ${purpose}`;
  const reason = 'a newer draft takes its place';
  for (const { id: messageId } of older) await stopPending(ctx, { leadIds: [leadId], messageId, reason });
}
