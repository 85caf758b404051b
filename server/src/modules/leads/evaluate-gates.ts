import { atEnd } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { chooseAutomatic, hasAutomatic, type StatusFacts } from '../../engagement/statuses.ts';
import { loadDefinition } from '../workflows/index.ts';
import { enterStatus } from './enter-status.ts';
import { renewScoreAtEnd } from './renew-score.ts';

/** Looks at the gates that open by themselves, and at the score, once this transaction is at its end, however much it changes. */
export function evaluateAtEnd(ctx: TxCtx, leadId: string): void {
  atEnd(ctx.tx, `gates ${leadId}`, (tx) => evaluateGates({ ...ctx, tx }, leadId));
}

interface KnownRun {
  readonly id: string;
  readonly isRunning: boolean;
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly statusKey: string;
}

/**
 * Moves each running run of a lead to the furthest status that enters by itself, and has the score renewed that the
 * rules of the run give with which the lead is shown. The caller holds the lead's lock.
 */
async function evaluateGates(ctx: TxCtx, leadId: string): Promise<void> {
  const { tx, workspace } = ctx;
  const runs = await tx<KnownRun[]>`
    select r.id, r.workflow_id, r.workflow_version, s.key as status_key,
      r.is_active and r.run_status = 'running' as is_running
    from runs r join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    where r.workspace_id = ${workspace.id} and r.lead_id = ${leadId}
    order by r.is_active desc, r.id desc`;
  for (const [index, run] of runs.entries()) {
    const { id: runId, workflowId, workflowVersion: version, statusKey, isRunning } = run;
    if (index > 0 && !isRunning) continue;
    const definition = await loadDefinition(ctx, { workflowId, version });
    if (index === 0 && definition.scoring.length > 0) renewScoreAtEnd(ctx, leadId);
    if (!isRunning || !hasAutomatic(definition)) continue;
    const status = chooseAutomatic(definition, await statusFacts(ctx, leadId, statusKey));
    if (status) await enterStatus(ctx, { leadId, runId, status, reason: 'what it asks for is known' });
  }
}

/** What it depends on whether a run of the lead that is in `statusKey` may enter another status. */
export async function statusFacts(ctx: TxCtx, leadId: string, statusKey: string): Promise<StatusFacts> {
  const { tx, at, workspace } = ctx;
  const [row] = await tx<{ hasAppointment: boolean; values: Readonly<Record<string, unknown>> }[]>`
    select
      exists (
        select from appointments
        where workspace_id = ${workspace.id} and lead_id = ${leadId} and status = 'confirmed' and end_at > ${at}
      ) as has_appointment,
      coalesce((
        select json_object_agg(key, value) from variables where workspace_id = ${workspace.id} and lead_id = ${leadId}
      ), '{}') as values`;
  return {
    statusKey,
    hasAppointment: row?.hasAppointment ?? false,
    values: new Map(Object.entries(row?.values ?? {})),
  };
}
