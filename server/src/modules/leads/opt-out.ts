import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { stopPending } from '../conversations/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { renewCadence } from './renew-cadence.ts';
import { renewStatusTimeouts } from './status-timeout.ts';
import { stopTimers } from './stop-timers.ts';
import { liftSuppressions, suppressProved } from './suppress-addresses.ts';

interface OptingOut {
  readonly leadId: string;
  /** Where the lead said so. */
  readonly conversationId?: string | null;
}

/**
 * Stops all contact with a lead for good: flag, runs, their timers, undelivered messages. An address that was proved to be
 * the lead's is suppressed for others too; one that was only typed is not. Where the lead has opted out before, only
 * what was proved since is suppressed.
 */
export async function optOut(ctx: TxCtx, { leadId, conversationId = null }: OptingOut): Promise<void> {
  const { tx, at, workspace } = ctx;
  const newlyOut = await tx`
    update leads set opted_out_at = ${at}, updated_at = ${at}, last_activity_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${leadId} and opted_out_at is null returning id`;
  if (newlyOut.length === 0) return suppressProved(ctx, leadId);
  await writeCollected(tx);
  const reason = 'the lead opted out';
  const [ended] = await Promise.all([
    tx<{ id: string }[]>`
      update runs set run_status = 'cancelled', is_active = false, ended_at = ${at}, updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and is_active returning id`,
    stopTimers(ctx, leadId, reason),
    stopPending(ctx, { leadIds: [leadId], reason }),
  ]);
  for (const { id } of ended)
    recordEvent(ctx, { type: 'run.ended', leadId, data: { runId: id, outcome: 'opted_out' } });
  await suppressProved(ctx, leadId);
  const summary = 'Opted out: never to be contacted again';
  recordEvent(ctx, { type: 'lead.opted_out', leadId, conversationId });
  recordAction(ctx, { leadId, conversationId, type: 'system_note', summary });
}

/** Takes an opt-out back: the runs that it ended go on, or are paused as before; what it suppressed is free. Nothing where there is none. */
export async function optIn(ctx: TxCtx, { leadId, conversationId = null }: OptingOut): Promise<void> {
  const { tx, at, workspace } = ctx;
  const [lead] = await tx<{ optedOutAt: Date }[]>`
    update leads l set opted_out_at = null, updated_at = ${at}, last_activity_at = ${at}, revision = revision + 1
    from (select opted_out_at from leads where workspace_id = ${workspace.id} and id = ${leadId} for no key update) before
    where l.workspace_id = ${workspace.id} and l.id = ${leadId} and before.opted_out_at is not null
    returning before.opted_out_at`;
  if (!lead) return;
  // The run that an opt-out ended bears its very moment. Of several in one workflow, after a merge, the last goes on.
  const resumed = await tx<{ id: string }[]>`
    update runs r set run_status = case when paused_at is null then 'running' else 'paused' end, is_active = true,
      ended_at = null, updated_at = ${at}
    where r.workspace_id = ${workspace.id} and r.lead_id = ${leadId} and r.run_status = 'cancelled'
      and r.ended_at = ${lead.optedOutAt}
      and not exists (
        select from runs other
        where other.workspace_id = r.workspace_id and other.lead_id = r.lead_id
          and other.workflow_id = r.workflow_id
          and (other.is_active or (other.run_status = 'cancelled' and other.ended_at = r.ended_at and other.id > r.id)))
    returning id`;
  for (const { id } of resumed) recordEvent(ctx, { type: 'run.started', leadId, data: { runId: id } });
  if (resumed.length > 0) {
    await renewStatusTimeouts(ctx, leadId);
    await renewCadence(ctx, leadId);
  }
  await liftSuppressions(ctx, leadId);
  recordEvent(ctx, { type: 'lead.opted_in', leadId, conversationId });
  recordAction(ctx, { leadId, conversationId, type: 'system_note', summary: 'Opted in again' });
}
