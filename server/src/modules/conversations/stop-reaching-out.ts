import type postgres from 'postgres';
import type { Tx, TxCtx } from '../../db/database.ts';
import { cancelTimers } from '../../jobs/timers.ts';
import { ATTEMPT_TIMER, agentTimers } from './agent-timers.ts';
import { cancelAgentTimers, tellOfRemoved } from './cancel-agent-timers.ts';
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
  const reason = 'the lead has written since';
  await stopPending(ctx, { leadIds: [leadId], answered: true, reason });
  await cancelAgentTimers(ctx, leadId, { reason, unlessPromised: true });
  await endAttempts(ctx, leadId, ctx.tx``);
}

/**
 * The same for a lead that was spoken with until `spokenAt`, of which we may hear late: what began after that goes on,
 * and so do attempts of which one was made since.
 */
export async function stopReachedByCall(ctx: TxCtx, leadId: string, spokenAt: Date): Promise<void> {
  const { tx } = ctx;
  const reason = 'the lead was spoken with';
  await stopPending(ctx, { leadIds: [leadId], answered: true, createdBefore: spokenAt, reason });
  const kinds = agentTimers.filter((kind) => kind !== ATTEMPT_TIMER);
  const removed = await cancelTimers(ctx, leadId, kinds, { unlessPromised: true, createdBefore: spokenAt });
  tellOfRemoved(ctx, leadId, { removed, reason });
  const ended = await endAttempts(
    ctx,
    leadId,
    tx`and (cadence ->> 'startedAt')::timestamptz < ${spokenAt}
      and not exists (
        select from jsonb_path_query(cadence, '$.*[*].at') made
        where (made #>> '{}')::timestamptz > ${spokenAt})`,
  );
  const unless = { unlessPromised: true };
  for (const runId of ended) await cancelTimers(ctx, leadId, [ATTEMPT_TIMER], { match: { runId }, ...unless });
  const untried = await tx<{ id: string }[]>`
    select id from runs
    where workspace_id = ${ctx.workspace.id} and lead_id = ${leadId} and is_active and cadence = '{}'`;
  for (const { id: runId } of untried)
    await cancelTimers(ctx, leadId, [ATTEMPT_TIMER], { match: { runId }, createdBefore: spokenAt, ...unless });
}

/** Of the runs that fit `condition`, which begins with `and`; their ids. */
async function endAttempts(
  { tx, at, workspace }: TxCtx,
  leadId: string,
  condition: postgres.PendingQuery<postgres.Row[]>,
): Promise<string[]> {
  const ended = await tx<{ id: string }[]>`
    update runs set cadence_state = 'responded', updated_at = ${at}
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and is_active and cadence_state in ('active', 'exhausted')
      and cadence <> '{}' ${condition}
    returning id`;
  return ended.map(({ id }) => id);
}
