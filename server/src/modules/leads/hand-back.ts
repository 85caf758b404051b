import type { TxCtx } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { cancelTimers } from '../../jobs/timers.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { newestConversation, setOwner, stopAwaitingPerson } from './hand-over.ts';
import { renewCadence } from './renew-cadence.ts';
import { HAND_BACK_TIMER } from './watch-silence.ts';

/**
 * The agent has the lead again: nobody is waited for any more, and it answers in every conversation. Where the lead has
 * spoken it is told, and goes on from what was said meanwhile.
 */
export async function giveToAgent(
  ctx: TxCtx,
  { leadId, reason }: { readonly leadId: string; readonly reason?: string | undefined },
): Promise<void> {
  const { tx, at, workspace } = ctx;
  const conversationId = await newestConversation(ctx, leadId);
  await setOwner(ctx, leadId, 'agent');
  await Promise.all([
    stopAwaitingPerson(ctx, leadId),
    tx`
      update conversations set owner = 'agent', owner_member_id = null, updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and owner = 'person'`,
    tx`
      update runs set human_takeover = false, updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and human_takeover`,
  ]);
  await cancelTimers(ctx, leadId, [HAND_BACK_TIMER]);
  const summary = `Handed back to the agent${reason === undefined ? '' : `: ${reason}`}`;
  recordEvent(ctx, { type: 'conversation.handed_back', leadId, conversationId });
  recordAction(ctx, { leadId, conversationId, type: 'system_note', summary });
  await tellAgent(ctx, leadId);
  await renewCadence(ctx, leadId);
}

/** In the conversation where something was said last: two answers to one lead at once would be one too many. */
async function tellAgent(ctx: TxCtx, leadId: string): Promise<void> {
  const { tx, workspace } = ctx;
  const [last] = await tx<{ id: string; lastSeq: number }[]>`
    select id, last_seq from conversations
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and state <> 'closed' and last_inbound_at is not null
    order by last_message_at desc, id desc limit 1`;
  if (!last) return;
  const payload = { conversationId: last.id, seq: last.lastSeq };
  enqueueStimulus(ctx, { leadId, kind: 'handed_back', payload });
}
