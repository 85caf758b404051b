import type { Tx, TxCtx } from '../../db/database.ts';
import { agentTimers } from './agent-timers.ts';
import { cancelAgentTimers } from './cancel-agent-timers.ts';
import { stopPending } from './stop-pending.ts';

/** Whether anything is under way that words of the lead put an end to: for the statement that writes them. */
export function isReachedOutTo({ tx, workspace }: TxCtx, leadId: string): ReturnType<Tx> {
  return tx`(
    exists (
      select from messages d
      where d.workspace_id = ${workspace.id} and d.lead_id = ${leadId}
        and d.status in ('awaiting_approval', 'scheduled', 'queued'))
    or exists (
      select from timers t
      where t.workspace_id = ${workspace.id} and t.lead_id = ${leadId} and t.kind = any (${[...agentTimers]}::text[]))
    or exists (
      select from stimuli i
      where i.workspace_id = ${workspace.id} and i.lead_id = ${leadId} and i.dead_at is null
        and i.kind = any (${[...agentTimers]}::text[]))
    or exists (
      select from runs r
      where r.workspace_id = ${workspace.id} and r.lead_id = ${leadId} and r.is_active and r.cadence_state in ('active', 'exhausted')
        and r.cadence <> '{}'))`;
}

/**
 * The lead has written, on whatever channel: what the agent would have said unasked is withdrawn, its attempts are at an
 * end. What was promised whatever it writes stays. The caller holds the lead's lock.
 */
export async function stopReachingOut(ctx: TxCtx, leadId: string): Promise<void> {
  const { tx, at, workspace } = ctx;
  const reason = 'the lead has written since';
  await stopPending(ctx, { leadIds: [leadId], answered: true, reason });
  await cancelAgentTimers(ctx, leadId, { reason, unlessPromised: true });
  await tx`
    update runs set cadence_state = 'responded', updated_at = ${at}
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and is_active and cadence_state in ('active', 'exhausted')
      and cadence <> '{}'`;
}
