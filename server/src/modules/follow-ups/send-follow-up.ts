import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { stopPending } from '../conversations/index.ts';
import { recordAction } from '../timeline/index.ts';
import { type FollowUp, selectFollowUps, setFollowUpTimer } from './follow-up.ts';
import { sayPromised } from './say-promised.ts';

/** A follow-up's time has come: it is said, put off, or cancelled with the reason. Nothing where it was withdrawn. */
export async function sendFollowUp(ctx: TxCtx, { leadId, payload }: ClaimedStimulus): Promise<void> {
  const followUp = await findScheduled(ctx, leadId, String(payload.messageId));
  if (!followUp) return;
  const { id: messageId, conversationId, text, template } = followUp;
  const cancel = (reason: string) => stopPending(ctx, { leadIds: [leadId], messageId, reason });
  const promised = {
    leadId,
    conversationId,
    purpose: 'follow_up',
    text,
    template,
    reason: 'follow-up',
    isAgents: false,
  } as const;
  const said = await sayPromised(ctx, promised);
  if (said.outcome === 'refused') await cancel(said.rule);
  else if (said.outcome === 'waits') await putOff(ctx, followUp, said);
  else await markSent(ctx, followUp, said.messageId);
}

async function findScheduled(
  { tx, workspace }: TxCtx,
  leadId: string,
  messageId: string,
): Promise<FollowUp | undefined> {
  const [found] = await selectFollowUps(
    tx,
    tx`where m.workspace_id = ${workspace.id} and m.id = ${messageId} and m.lead_id = ${leadId} and m.kind = 'follow_up'
      and m.status = 'scheduled' and l.deleted_at is null`,
  );
  return found;
}

async function putOff(ctx: TxCtx, followUp: FollowUp, { until, rule }: { until: Date; rule: string }): Promise<void> {
  const { tx, workspace } = ctx;
  const { id: messageId, leadId, conversationId } = followUp;
  await tx`update messages set scheduled_at = ${until} where workspace_id = ${workspace.id} and id = ${messageId}`;
  await setFollowUpTimer(ctx, { ...followUp, sendAt: until.toISOString() });
  const summary = `Follow-up put off until ${until.toISOString()}: ${rule}`;
  recordAction(ctx, { leadId, conversationId, messageId, type: 'system_note', summary });
}

async function markSent(
  { tx, at, workspace }: TxCtx,
  { id, leadId }: FollowUp,
  sentAsId: string | null,
): Promise<void> {
  await writeCollected(tx);
  await Promise.all([
    tx`
      update messages set status = 'sent', sent_as_id = ${sentAsId}, sent_at = ${at}
      where workspace_id = ${workspace.id} and id = ${id}`,
    tx`
      update action_logs set status = 'completed', completed_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and message_id = ${id} and status = 'pending'`,
  ]);
}
