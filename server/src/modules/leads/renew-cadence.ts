import type { TxCtx } from '../../db/database.ts';
import { msOfHours } from '../../engagement/cadence/prepare.ts';
import { setTimer } from '../../jobs/timers.ts';
import { ATTEMPT_TIMER, takeUpCadence } from '../conversations/index.ts';
import { loadDefinition } from '../workflows/index.ts';

/**
 * Has the agent look anew whether it is to reach out to a lead in whichever runs have a cadence: after it was silenced,
 * or something came that it had waited for. Where it says something else to the lead `afterWordsAt` some time, no attempt
 * comes before these have had as long as one has.
 */
export async function renewCadence(
  ctx: TxCtx,
  leadId: string,
  { afterWordsAt }: { readonly afterWordsAt?: Date } = {},
): Promise<void> {
  const { tx, at, workspace } = ctx;
  const runs = await tx<{ id: string; workflowId: string; workflowVersion: number }[]>`
    select id, workflow_id, workflow_version from runs
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and is_active and run_status = 'running'`;
  for (const { id: runId, workflowId, workflowVersion: version } of runs) {
    const { cadence } = await loadDefinition(ctx, { workflowId, version });
    if (!cadence) continue;
    const from = afterWordsAt && new Date(afterWordsAt.getTime() + msOfHours(cadence.hoursBetween));
    await tx`
      with taken_up as (
        update runs set ${takeUpCadence(ctx, from)}, updated_at = ${at}
        where workspace_id = ${workspace.id} and id = ${runId} returning lead_id
      )
      update leads set revision = revision + 1, updated_at = ${at}
      where workspace_id = ${workspace.id} and id in (select lead_id from taken_up)`;
    setTimer(ctx, { leadId, kind: ATTEMPT_TIMER, payload: { runId }, dueAt: from ?? at });
  }
}
