import { type Ctx, type Tx, type TxCtx, transaction } from '../../db/database.ts';
import { setTimer } from '../../jobs/timers.ts';
import { ATTEMPT_TIMER } from './agent-timers.ts';

const BATCH = 1_000;

/**
 * Has the agent go on with the attempts that a stop of the workspace, or of one workflow, has held up: a thousand in a
 * transaction, until there are none.
 */
export async function renewHeldCadences(ctx: Ctx, workflowId?: string): Promise<void> {
  while ((await transaction(ctx, (tctx) => renewSome(tctx, { workflowId }))) === BATCH);
}

/** The same for leads to which something has come that their attempts may have waited for: an address, a consent. */
export async function renewHeldCadencesOf(ctx: TxCtx, leadIds: readonly string[]): Promise<void> {
  if (leadIds.length > 0) await renewSome(ctx, { leadIds });
}

interface Held {
  readonly workflowId?: string | undefined;
  readonly leadIds?: readonly string[];
}

async function renewSome(ctx: TxCtx, { workflowId, leadIds }: Held): Promise<number> {
  const { tx, at, workspace } = ctx;
  const runs = await tx<{ id: string; leadId: string }[]>`
    update runs r set ${takeUpCadence(ctx)}, updated_at = ${at}
    from (
      select n.id from runs n
      join leads l on l.workspace_id = n.workspace_id and l.id = n.lead_id
      where n.workspace_id = ${workspace.id} and n.is_active and n.run_status = 'running' and n.cadence_state = 'paused'
        and n.cadence ? 'isHeld' ${workflowId === undefined ? tx`` : tx`and n.workflow_id = ${workflowId}`}
        ${leadIds === undefined ? tx`` : tx`and n.lead_id = any (${[...leadIds]}::uuid[])`}
      order by l.id limit ${BATCH} for no key update of l) held
    where r.workspace_id = ${workspace.id} and r.id = held.id
    returning r.id, r.lead_id`;
  if (runs.length > 0)
    await tx`
      update leads set revision = revision + 1, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = any (${runs.map(({ leadId }) => leadId)}::uuid[])`;
  for (const { id: runId, leadId } of runs)
    setTimer(ctx, { leadId, kind: ATTEMPT_TIMER, payload: { runId }, dueAt: at });
  return runs.length;
}

/**
 * What `update runs` sets where attempts go on: one that was at its end begins anew, any other goes on with the days that
 * it has left, from now on or later. Who comes before a time that was kept to does not move it.
 */
export function takeUpCadence({ tx, at }: TxCtx, from: Date = at): ReturnType<Tx> {
  const since = from.toISOString();
  return tx`
    cadence = case when cadence_state = 'exhausted' then jsonb_build_object('startedAt', ${since}::text)
      else (cadence - 'isHeld') || jsonb_build_object('takenUpAt', greatest(cadence ->> 'takenUpAt', ${since}::text)) end,
    cadence_state = case when cadence_state in ('paused', 'exhausted') then 'active' else cadence_state end`;
}
