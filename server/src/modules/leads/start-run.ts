import { collect, writeCollected } from '../../db/begin.ts';
import type { RowKind } from '../../db/collected-rows.ts';
import type { TxCtx } from '../../db/database.ts';
import { setTimer } from '../../jobs/timers.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { ATTEMPT_TIMER } from '../conversations/index.ts';
import { recordEvent } from '../timeline/index.ts';
import type { LoadedWorkflow } from '../workflows/index.ts';
import { followVariables } from './follow-variables.ts';
import type { FirstContact } from './new-lead.ts';
import { settleChecklist } from './settle-checklist.ts';
import { setStatusTimeout } from './status-timeout.ts';

interface NewRun {
  readonly id: string;
  readonly leadId: string;
  readonly workflow: LoadedWorkflow;
  /** False where the workflow's cadence does not begin by itself. */
  readonly reachesOut?: boolean | undefined;
  readonly firstContact?: FirstContact | undefined;
}

/**
 * Puts a lead that is there into the newest version of a workflow at its initial status, with its checklist, of which
 * what is known already is done; returns the run's id.
 */
export async function startRun(ctx: TxCtx, { leadId, workflow }: Omit<NewRun, 'id'>): Promise<string> {
  const id = ctx.newId(ctx.at);
  collectRun(ctx, { id, leadId, workflow });
  await writeCollected(ctx.tx);
  if (workflow.checklistItemIds.length === 0) return id;
  await followVariables(ctx, leadId);
  await settleChecklist(ctx, leadId);
  return id;
}

/** The rows of a new run, its checklist and its event, to be written with the caller's own. */
export function collectRun(ctx: TxCtx, { id, leadId, workflow, reachesOut = true, firstContact: first }: NewRun): void {
  const startedAt = timeOfId(id);
  const workspaceId = ctx.workspace.id;
  const initial = workflow.definition.statuses.find((status) => status.flags.includes('initial'));
  const statusId = initial && workflow.statuses.get(initial.key)?.id;
  if (!initial || !statusId)
    throw new Error(`workflow ${workflow.key} version ${workflow.version} has no initial status`);
  collect(ctx.tx, runs, {
    workspaceId,
    id,
    leadId,
    workflowId: workflow.id,
    workflowVersion: workflow.version,
    agentId: workflow.agentId,
    statusId,
    reachesOut,
    statusChangedAt: startedAt,
    startedAt,
    createdAt: startedAt,
    updatedAt: startedAt,
  });
  setStatusTimeout(ctx, { leadId, runId: id, status: initial });
  if (reachesOut && workflow.definition.cadence)
    setTimer(ctx, { leadId, kind: ATTEMPT_TIMER, payload: { runId: id, ...(first && { first }) }, dueAt: ctx.at });
  for (const checklistItemId of workflow.checklistItemIds) {
    const itemId = ctx.newId(ctx.at);
    const createdAt = timeOfId(itemId);
    collect(ctx.tx, checklistItems, {
      workspaceId,
      id: itemId,
      leadId,
      checklistItemId,
      createdAt,
      updatedAt: createdAt,
    });
  }
  const data = { runId: id, workflow: workflow.key, version: workflow.version };
  recordEvent(ctx, { type: 'run.started', leadId, data });
}

interface RunRow {
  readonly workspaceId: string;
  readonly id: string;
  readonly leadId: string;
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly agentId: string;
  readonly statusId: string;
  readonly reachesOut: boolean;
  readonly statusChangedAt: Date;
  readonly startedAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
const runs: RowKind<RunRow> = {
  table: 'runs',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    leadId: 'uuid',
    workflowId: 'uuid',
    workflowVersion: 'int',
    agentId: 'uuid',
    statusId: 'uuid',
    reachesOut: 'boolean',
    statusChangedAt: 'timestamptz',
    startedAt: 'timestamptz',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
};

interface ChecklistItemRow {
  readonly workspaceId: string;
  readonly id: string;
  readonly leadId: string;
  readonly checklistItemId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
const checklistItems: RowKind<ChecklistItemRow> = {
  table: 'lead_checklist_items',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    leadId: 'uuid',
    checklistItemId: 'uuid',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  // A merge may have brought it.
  onConflict: 'do nothing',
};
