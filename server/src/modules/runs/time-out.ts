import type { TxCtx } from '../../db/database.ts';
import { mayEnter } from '../../engagement/statuses.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { enterStatus, setStatusTimeout, statusFacts } from '../leads/index.ts';
import { recordAction } from '../timeline/index.ts';
import { loadDefinition } from '../workflows/index.ts';

interface Stay {
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly statusKey: string;
  /** By a person, a pause, or a kill switch: it is nobody's fault that nothing happens. */
  readonly isHeld: boolean;
}

/**
 * A lead has stayed in a status for as long as it may: it moves where the time-out says. Not while it has an
 * appointment to come, a person has it, or its run, workflow or workspace is stopped: then the time begins anew.
 */
export async function timeOut(ctx: TxCtx, { leadId, payload }: ClaimedStimulus): Promise<void> {
  const runId = String(payload.runId);
  const stay = await readStay(ctx, leadId, runId);
  if (!stay || stay.statusKey !== payload.statusKey) return;
  const { workflowId, workflowVersion: version, statusKey } = stay;
  const definition = await loadDefinition(ctx, { workflowId, version });
  const status = definition.statuses.find(({ key }) => key === statusKey);
  if (!status?.timeout) return;
  const facts = await statusFacts(ctx, leadId, statusKey);
  if (stay.isHeld || facts.hasAppointment) return setStatusTimeout(ctx, { leadId, runId, status });
  const { after, unit, to } = status.timeout;
  const entry = mayEnter(definition, facts, to);
  if (entry.ok) {
    const reason = `nothing happened for ${after} ${unit}`;
    return enterStatus(ctx, { leadId, runId, status: entry.status, reason });
  }
  const summary = `Did not leave "${status.label}" after ${after} ${unit}: ${entry.refusal.message}`;
  recordAction(ctx, { leadId, type: 'system_note', summary });
  setStatusTimeout(ctx, { leadId, runId, status });
}

async function readStay({ tx, workspace }: TxCtx, leadId: string, runId: string): Promise<Stay | undefined> {
  const [row] = await tx<Stay[]>`
    select r.workflow_id, r.workflow_version, s.key as status_key,
      l.owner = 'person' or l.needs_human or r.human_takeover or r.run_status = 'paused' or f.is_paused
        or w.is_stopped as is_held
    from runs r
    join leads l on l.workspace_id = r.workspace_id and l.id = r.lead_id
    join workflows f on f.workspace_id = r.workspace_id and f.id = r.workflow_id
    join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    join workspaces w on w.id = r.workspace_id
    where r.workspace_id = ${workspace.id} and r.id = ${runId} and r.lead_id = ${leadId} and r.is_active
      and l.deleted_at is null`;
  return row;
}
