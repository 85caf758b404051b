import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { isComplete } from '../../engagement/checklist/wanted.ts';
import { chooseStatus } from '../../engagement/statuses.ts';
import type { Condition } from '../../engagement/workflow/condition.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { loadDefinition } from '../workflows/index.ts';
import { statusFacts } from './evaluate-gates.ts';
import { moveStatus, setStage } from './progress.ts';

const REASON = 'the checklist is complete';

/**
 * What follows from a lead's checklist once it was changed, or what its conditions look at: a run whose wanted items are
 * all done moves on, and the events tell of it, once until something is wanted again. The caller holds the lead's lock.
 */
export async function settleChecklist(ctx: TxCtx, leadId: string): Promise<void> {
  await writeCollected(ctx.tx);
  const { runs, items, values } = await readChecklist(ctx, leadId);
  const known = new Map(Object.entries(values));
  for (const run of runs) {
    const isDone = isComplete(
      items.filter(({ workflowId }) => workflowId === run.workflowId || workflowId === null),
      known,
    );
    if (isDone === run.isComplete) continue;
    await ctx.tx`
      update runs set checklist_completed_at = ${isDone ? ctx.at : null}, updated_at = ${ctx.at}
      where workspace_id = ${ctx.workspace.id} and id = ${run.id}`;
    if (isDone) await moveOn(ctx, leadId, run, known);
  }
}

async function moveOn(ctx: TxCtx, leadId: string, run: RunState, values: ReadonlyMap<string, unknown>): Promise<void> {
  await Promise.all([
    recordEvent(ctx, { type: 'checklist.completed', leadId, data: { runId: run.id } }),
    recordAction(ctx, { leadId, type: 'system_note', summary: 'The checklist is complete' }),
  ]);
  if (!run.isActive) return;
  // One who was only written by programs is new until somebody has had to do with it.
  const isTold = ctx.actor.kind === 'lead' || ctx.actor.kind === 'agent';
  const unless = ['booked', 'converted', 'lost', ...(isTold ? [] : (['new'] as const))] as const;
  await setStage(ctx, { leadId, stage: 'qualified', unless, reason: REASON });
  const definition = await loadDefinition(ctx, { workflowId: run.workflowId, version: run.workflowVersion });
  // Only where collecting is all there is to do is a complete checklist the end of it.
  const milestone = definition.goal === 'collection' ? 'completed' : 'qualified';
  const facts = await statusFacts(ctx, leadId, run.statusKey);
  const status = chooseStatus(definition, { ...facts, values }, milestone);
  if (status) await moveStatus(ctx, { leadId, runId: run.id, statusKey: status.key, reason: REASON });
}

interface RunState {
  readonly id: string;
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly isActive: boolean;
  readonly isComplete: boolean;
  readonly statusKey: string;
}

interface ItemState {
  /** Null for an item of the lead alone, which every run waits for. */
  readonly workflowId: string | null;
  readonly status: string;
  readonly isRequired: boolean;
  readonly conditions: Condition | null;
  readonly groupConditions: Condition | null;
}

interface ChecklistState {
  readonly runs: readonly RunState[];
  readonly items: readonly ItemState[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** One statement: the newest run of each workflow, all items, and what is known. */
async function readChecklist({ tx, workspace }: TxCtx, leadId: string): Promise<ChecklistState> {
  const [row] = await tx<ChecklistState[]>`
    select
      coalesce((select json_agg(json_build_object('id', r.id, 'workflowId', r.workflow_id,
          'workflowVersion', r.workflow_version, 'isActive', r.is_active,
          'isComplete', r.checklist_completed_at is not null, 'statusKey', s.key) order by r.id)
        from runs r join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
        where r.workspace_id = ${workspace.id} and r.lead_id = ${leadId} and not exists (
          select from runs n where n.workspace_id = r.workspace_id and n.lead_id = r.lead_id
            and n.workflow_id = r.workflow_id and (n.is_active, n.id) > (r.is_active, r.id))), '[]') as runs,
      coalesce((select json_agg(json_build_object('workflowId', c.workflow_id, 'status', i.status,
          'isRequired', coalesce(c.is_required, i.is_required), 'conditions', c.conditions,
          'groupConditions', g.conditions))
        from lead_checklist_items i
        left join checklist_items c on c.workspace_id = i.workspace_id and c.id = i.checklist_item_id
        left join checklist_groups g on g.workspace_id = c.workspace_id and g.id = c.group_id
        where i.workspace_id = ${workspace.id} and i.lead_id = ${leadId}), '[]') as items,
      coalesce((select json_object_agg(v.key, v.value) from variables v
        where v.workspace_id = ${workspace.id} and v.lead_id = ${leadId}), '{}') as values`;
  return row ?? { runs: [], items: [], values: {} };
}
