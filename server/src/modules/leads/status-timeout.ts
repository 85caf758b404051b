import type { TxCtx } from '../../db/database.ts';
import { timeoutMs } from '../../engagement/statuses.ts';
import type { WorkflowStatus } from '../../engagement/workflow/definition.ts';
import { cancelTimers, setTimer } from '../../jobs/timers.ts';
import { loadDefinition } from '../workflows/index.ts';

/** The timer of a run that stays in a status, and the stimulus that it becomes. */
export const STATUS_TIMEOUT = 'status_timeout';

interface Stay {
  readonly leadId: string;
  readonly runId: string;
  readonly status: WorkflowStatus;
}

/** From now on the run may stay in the status for as long as its time-out says; nothing where it has none. */
export function setStatusTimeout(ctx: TxCtx, { leadId, runId, status }: Stay): void {
  const stayMs = timeoutMs(status);
  if (stayMs === undefined) return;
  const dueAt = new Date(ctx.at.getTime() + stayMs);
  setTimer(ctx, { leadId, kind: STATUS_TIMEOUT, payload: { runId, statusKey: status.key }, dueAt });
}

/** The run has left its status, or has ended. */
export async function cancelStatusTimeout(ctx: TxCtx, leadId: string, runId: string): Promise<void> {
  await cancelTimers(ctx, leadId, [STATUS_TIMEOUT], { match: { runId } });
}

/** Sets the time-outs of a lead's active runs anew, as after all its timers were cancelled. */
export async function renewStatusTimeouts(ctx: TxCtx, leadId: string): Promise<void> {
  const { tx, workspace } = ctx;
  const runs = await tx<{ id: string; workflowId: string; workflowVersion: number; statusKey: string }[]>`
    select r.id, r.workflow_id, r.workflow_version, s.key as status_key from runs r
    join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    where r.workspace_id = ${workspace.id} and r.lead_id = ${leadId} and r.is_active`;
  await cancelTimers(ctx, leadId, [STATUS_TIMEOUT]);
  for (const { id: runId, workflowId, workflowVersion: version, statusKey } of runs) {
    const { statuses } = await loadDefinition(ctx, { workflowId, version });
    const status = statuses.find(({ key }) => key === statusKey);
    if (status) setStatusTimeout(ctx, { leadId, runId, status });
  }
}
