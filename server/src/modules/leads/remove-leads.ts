import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { stopPending } from '../conversations/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { forgetAnswers } from './forget-answers.ts';

/**
 * Takes leads out of sight and their agents out of work, with events, timeline and audit rows under the verb's name.
 * The caller holds their locks, taken in the order of the ids.
 */
export async function removeLeads(ctx: TxCtx, leadIds: readonly string[], verb: string): Promise<void> {
  await removeWhatIsDue(ctx, leadIds);
  await Promise.all(
    leadIds.flatMap((leadId) => [
      recordEvent(ctx, { type: 'lead.deleted', leadId }),
      recordAction(ctx, { leadId, type: 'api_activity', summary: 'Lead deleted' }),
      recordAudit(ctx, { verb, objectType: 'lead', objectId: leadId }),
    ]),
  );
}

async function removeWhatIsDue(ctx: TxCtx, leadIds: readonly string[]): Promise<void> {
  const { tx, at, workspace } = ctx;
  const ids = [...leadIds];
  await writeCollected(tx);
  const [, cancelled] = await Promise.all([
    tx`
      update leads set deleted_at = ${at}, updated_at = ${at}, revision = revision + 1
      where workspace_id = ${workspace.id} and id = any (${ids}::uuid[])`,
    tx<{ id: string; leadId: string; conversationId: string | null }[]>`
      update appointments set status = 'cancelled', cancelled_at = ${at}, cancellation_reason = 'lead deleted',
        calendar_sequence = calendar_sequence + 1, updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = any (${ids}::uuid[]) and status = 'confirmed' and start_at > ${at}
      returning id, lead_id, conversation_id`,
    // Timers first: one that is coming into line right now is waited for, and seen by the next statement.
    tx`delete from timers where workspace_id = ${workspace.id} and lead_id = any (${ids}::uuid[])`,
    tx`delete from stimuli where workspace_id = ${workspace.id} and lead_id = any (${ids}::uuid[])`,
    stopPending(ctx, { leadIds: ids, reason: 'the lead was deleted' }),
    forgetAnswers(ctx, ...ids),
  ]);
  for (const { id, leadId, conversationId } of cancelled) {
    recordEvent(ctx, { type: 'appointment.cancelled', leadId, conversationId, data: { appointmentId: id } });
  }
}
