import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';

export interface Stopping {
  readonly leadIds: readonly string[];
  /** Why, for the timeline. */
  readonly reason: string;
  /** Only in the conversations of these runs. */
  readonly runIds?: readonly string[];
  /** Only the agent's own words; everybody's where missing. */
  readonly author?: 'agent';
  /** Only what waits for approval. */
  readonly kind?: 'draft';
  /** Only what words of the lead make needless: drafts, and what the agent would have said unasked. */
  readonly answered?: true;
  /** Only what was written before then. */
  readonly createdBefore?: Date;
  /** Only this one. */
  readonly messageId?: string;
}

interface Stopped {
  readonly id: string;
  readonly leadId: string;
  readonly conversationId: string;
  readonly kind: 'message' | 'draft' | 'follow_up';
  readonly failure: string;
}

/** Of what is tried no more, and may be with the lead nonetheless. */
const MAY_HAVE_ARRIVED = '; a try may have arrived';

/**
 * Stops what was to be said to leads and is not under way yet: drafts, follow-ups, what waits to be delivered. Each
 * stands on the timeline with the reason. Returns how many there were. The caller holds the leads' locks.
 */
export async function stopPending(
  ctx: TxCtx,
  { leadIds, runIds, reason, author, kind, answered, createdBefore, messageId }: Stopping,
): Promise<number> {
  const { tx, at, workspace } = ctx;
  await writeCollected(tx);
  const stopped = await tx<Stopped[]>`
    with wanted as (
      select id from messages
      where workspace_id = ${workspace.id} and lead_id = any (${[...leadIds]}::uuid[])
        and status in ('awaiting_approval', 'scheduled', 'queued')
        ${
          runIds === undefined
            ? tx``
            : tx`and conversation_id in (
                select id from conversations
                where workspace_id = ${workspace.id} and run_id = any (${[...runIds]}::uuid[]))`
        }
        ${author === undefined ? tx`` : tx`and author = ${author}`}
        ${kind === undefined ? tx`` : tx`and status = 'awaiting_approval'`}
        ${
          answered === undefined
            ? tx``
            : tx`and ((status = 'awaiting_approval' and purpose is distinct from 'reminder') or (purpose in ('attempt', 'follow_up') and not keeps_on_reply))`
        }
        ${createdBefore === undefined ? tx`` : tx`and created_at < ${createdBefore}`}
        ${messageId === undefined ? tx`` : tx`and id = ${messageId}`}
    ), under_way as (
      -- What its channel has already cannot be called back, but is not tried again.
      update deliveries set stop_reason = ${reason}
      where workspace_id = ${workspace.id} and status = 'sending' and message_id in (select id from wanted)
      returning message_id
    ), stopped as (
      update messages m set status = 'cancelled', failure = ${reason} || case when exists (
        select from deliveries d
        where d.workspace_id = m.workspace_id and d.message_id = m.id and d.may_have_arrived)
        then ${MAY_HAVE_ARRIVED} else '' end
      from wanted w
      where m.workspace_id = ${workspace.id} and m.id = w.id and m.id not in (select message_id from under_way)
      returning m.id, m.lead_id, m.conversation_id, m.kind, m.failure
    ), undelivered as (
      update deliveries d set status = 'cancelled', last_error = s.failure, updated_at = ${at}
      from stopped s
      where d.workspace_id = ${workspace.id} and d.status = 'pending' and d.message_id = s.id
    ), lines as (
      update action_logs a set status = 'cancelled', error = s.failure, completed_at = ${at}
      from stopped s
      where a.workspace_id = ${workspace.id} and a.lead_id = s.lead_id and a.message_id = s.id
        and a.status in ('pending', 'awaiting_approval')
    )
    select id, lead_id, conversation_id, kind, failure from stopped order by id`;
  for (const { id, leadId, conversationId, ...message } of stopped) {
    const type = message.kind === 'follow_up' ? 'follow_up' : 'message';
    const noun = { draft: 'Draft', follow_up: 'Follow-up', message: 'Message' }[message.kind];
    const summary = `${noun} withdrawn: ${message.failure}`;
    recordAction(ctx, { leadId, conversationId, messageId: id, type, status: 'cancelled', summary });
    if (message.kind === 'follow_up')
      recordEvent(ctx, { type: 'follow_up.cancelled', leadId, conversationId, data: { messageId: id } });
  }
  return stopped.length;
}
