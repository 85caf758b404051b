import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { askForPerson } from '../leads/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import type { DueDelivery } from './due-delivery.ts';

interface Ending {
  /** `refused` by the policy, `failed` at the channel, or `unknown`: it may have arrived. */
  readonly status: 'refused' | 'failed' | 'unknown';
  readonly reason: string;
}

const verbs = { refused: 'Did not send', failed: 'Could not send', unknown: 'May or may not have sent' };

/**
 * Ends a delivery that did not go well, with its message, the timeline and an event. A person is told where nobody would
 * notice otherwise: of an answer that the lead waits for, of words of a person, and of what may have arrived.
 */
export async function giveUp(ctx: TxCtx, delivery: DueDelivery, ending: Ending): Promise<void> {
  const { tx, at, workspace } = ctx;
  const { status, reason } = delivery.mayHaveArrived ? asUnknown(ending) : ending;
  const { id, leadId, conversationId, messageId, channel, purpose, isTest } = delivery;
  const ofLead = { ...ctx, isTest };
  const messageStatus = status === 'refused' ? 'cancelled' : status;
  const lineStatus = status === 'refused' ? 'cancelled' : 'failed';
  await writeCollected(tx);
  await Promise.all([
    tx`
      update deliveries set status = ${status}, last_error = ${reason}, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = ${id}`,
    tx`
      update messages set status = ${messageStatus}, failure = ${reason}
      where workspace_id = ${workspace.id} and id = ${messageId}`,
    tx`
      update action_logs set status = ${lineStatus}, error = ${reason}, completed_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and message_id = ${messageId} and status = 'pending'`,
  ]);
  const type = status === 'refused' ? 'message.refused' : 'message.failed';
  const summary = `${verbs[status]} a message on ${channel}: ${reason}`;
  recordEvent(ofLead, {
    type,
    leadId,
    conversationId,
    data: { messageId, channel, reason, isUnknown: status === 'unknown' },
  });
  recordAction(ofLead, { leadId, conversationId, messageId, type: 'system_note', summary });
  const isAwaited = purpose === 'reply' || purpose === 'person';
  const became = status === 'refused' ? 'was not sent' : 'may not have arrived';
  if (status === 'unknown' || (status === 'failed' && isAwaited) || (status === 'refused' && purpose === 'person'))
    await askForPerson(ofLead, { leadId, conversationId, reason: `a message on ${channel} ${became}` });
}

/** What an earlier try has left open no later one can deny. */
function asUnknown({ status, reason }: Ending): Ending {
  return {
    status: 'unknown',
    reason: status === 'unknown' ? reason : `an earlier try may have arrived; then ${reason}`,
  };
}
