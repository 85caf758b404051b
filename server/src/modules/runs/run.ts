import type postgres from 'postgres';
import { z } from 'zod';
import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { conflict, notFound } from '../../kernel/errors.ts';
import { ATTEMPT_TIMER } from '../conversations/index.ts';
import { lockLead, runSchema } from '../leads/index.ts';

const time = z.iso.datetime();

export const leadRunSchema = runSchema
  .extend({
    leadId: z.uuid(),
    agentId: z.uuid(),
    statusChangedAt: time.describe('Since when it is in its status.'),
    pausedAt: time.nullable(),
    endedAt: time.nullable(),
    attempts: z.int().describe('How often the agent has tried to reach the lead, or to take it up again.'),
    nextAttemptAt: time.nullable().describe('When it looks whether to try again; null where it does not.'),
  })
  .meta({ id: 'LeadRun' });
export type LeadRun = z.infer<typeof leadRunSchema>;

type TimeKey = 'statusChangedAt' | 'startedAt' | 'pausedAt' | 'endedAt' | 'nextAttemptAt';
interface RunRow extends Omit<LeadRun, TimeKey> {
  readonly statusChangedAt: Date;
  readonly startedAt: Date;
  readonly pausedAt: Date | null;
  readonly endedAt: Date | null;
  readonly nextAttemptAt: Date | null;
}

/** Runs that `condition` (on `r`) picks, in its order. */
export async function selectRuns({ tx }: TxCtx, condition: postgres.PendingQuery<postgres.Row[]>): Promise<LeadRun[]> {
  await writeCollected(tx);
  const rows = await tx<RunRow[]>`
    select r.id, r.lead_id, r.agent_id, r.workflow_id, f.key as workflow_key, f.name as workflow_name,
      r.workflow_version, f.goal, r.is_active, r.run_status, r.cadence_state, r.human_takeover,
      json_build_object('id', s.id, 'key', s.key, 'label', s.label, 'category', s.category) as status,
      r.status_changed_at, r.started_at, r.paused_at, r.ended_at,
      coalesce(jsonb_array_length(r.cadence -> 'attempts'), 0) + coalesce(jsonb_array_length(r.cadence -> 'recontacts'), 0)
        as attempts,
      (select min(t.due_at) from timers t
       where t.workspace_id = r.workspace_id and t.lead_id = r.lead_id and t.kind = ${ATTEMPT_TIMER}
         and t.payload ->> 'runId' = r.id::text) as next_attempt_at
    from runs r
    join workflows f on f.workspace_id = r.workspace_id and f.id = r.workflow_id
    join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    ${condition}`;
  return rows.map((row) => ({
    ...row,
    statusChangedAt: row.statusChangedAt.toISOString(),
    startedAt: row.startedAt.toISOString(),
    pausedAt: row.pausedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  }));
}

/** One run, of a lead that the caller sees. Raises `not_found`. */
export async function readRun(ctx: TxCtx, runId: string): Promise<LeadRun> {
  const { tx, workspace, isTest } = ctx;
  const [run] = await selectRuns(
    ctx,
    tx`join leads l on l.workspace_id = r.workspace_id and l.id = r.lead_id
      where r.workspace_id = ${workspace.id} and r.id = ${runId} and l.is_test = ${isTest} and l.deleted_at is null`,
  );
  if (!run) throw notFound('run');
  return run;
}

/** A run, its lead locked. Raises `not_found`. */
export async function lockRun(ctx: TxCtx, runId: string): Promise<LeadRun> {
  const { leadId } = await readRun(ctx, runId);
  await lockLead(ctx, leadId);
  return readRun(ctx, runId);
}

/** Raises `conflict` run_ended for one that is over. */
export function requireActive({ isActive, runStatus }: LeadRun): void {
  if (!isActive) throw conflict('run_ended', `This run is over (${runStatus}). Enrol the lead again.`);
}
