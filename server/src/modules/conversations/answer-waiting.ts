import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';

interface Silence {
  /** Of one run or one workflow; of the whole workspace where neither is given. */
  readonly runId?: string;
  readonly workflowId?: string;
  readonly since: Date;
}

interface Waiting {
  readonly leadId: string;
  readonly conversationId: string;
  readonly messageId: string;
}

/**
 * Has the agent answer who wrote while it was stopped and still waits: whose own words are the last in a conversation
 * that is the agent's. Returns how many there are. Doing it twice answers nobody twice.
 */
export async function answerWaiting(ctx: TxCtx, silence: Silence): Promise<number> {
  const { tx, workspace } = ctx;
  await writeCollected(tx);
  // Who is handling one of these leads has it locked: only then is it known what became of its message.
  await tx`
    select l.id from leads l
    where l.workspace_id = ${workspace.id} and l.deleted_at is null and l.id in (
      select c.lead_id from conversations c ${within(ctx, silence)})
    order by l.id for no key update`;
  const waiting = await tx<Waiting[]>`
    select c.lead_id, c.id as conversation_id, m.id as message_id
    from conversations c
    cross join lateral (
      select id, direction from messages
      where workspace_id = c.workspace_id and conversation_id = c.id and kind = 'message'
      order by seq desc limit 1) m
    ${within(ctx, silence)} and m.direction = 'inbound' and not exists (
      select from stimuli s
      where s.workspace_id = c.workspace_id and s.lead_id = c.lead_id and s.dead_at is null
        and (s.payload ->> 'messageId' = m.id::text
          -- Handed back, it looks for itself whether the lead waits.
          or (s.kind = 'handed_back' and s.payload ->> 'conversationId' = c.id::text)))
    order by c.lead_id, c.id`;
  for (const { leadId, ...payload } of waiting)
    enqueueStimulus(ctx, { leadId, kind: 'message_received', payload: { ...payload } });
  return waiting.length;
}

/** Conversations (`c`) of the agent's in which the lead wrote since then. */
function within({ tx, workspace }: TxCtx, { runId, workflowId, since }: Silence) {
  return tx`
    where c.workspace_id = ${workspace.id} and c.owner = 'agent' and c.state <> 'closed' and c.lead_id is not null
      and c.last_inbound_at >= ${since}
      ${runId === undefined ? tx`` : tx`and c.run_id = ${runId}`}
      ${
        workflowId === undefined
          ? tx``
          : tx`and c.run_id in (
              select r.id from runs r where r.workspace_id = ${workspace.id} and r.workflow_id = ${workflowId})`
      }`;
}
