import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { recordEvent } from '../timeline/index.ts';
import type { LoadedWorkflow } from '../workflows/index.ts';
import { followVariables } from './follow-variables.ts';

/** Puts a lead into the newest version of a workflow at its initial status, with its checklist; returns the run's id. */
export async function startRun(
  ctx: TxCtx,
  { id = ctx.newId(ctx.at), leadId, workflow }: { id?: string; leadId: string; workflow: LoadedWorkflow },
): Promise<string> {
  const startedAt = timeOfId(id);
  const initial = workflow.definition.statuses.find((status) => status.flags.includes('initial'));
  const statusId = initial && workflow.statuses.get(initial.key)?.id;
  if (!statusId) throw new Error(`workflow ${workflow.key} version ${workflow.version} has no initial status`);
  await Promise.all([
    ctx.tx`
      insert into runs (workspace_id, id, lead_id, workflow_id, workflow_version, agent_id, status_id, status_changed_at,
        started_at, created_at, updated_at)
      values (${ctx.workspace.id}, ${id}, ${leadId}, ${workflow.id}, ${workflow.version}, ${workflow.agent.id}, ${statusId},
        ${startedAt}, ${startedAt}, ${startedAt}, ${startedAt})`,
    addChecklist(ctx, leadId, workflow.id),
    recordEvent(ctx, {
      type: 'run.started',
      leadId,
      data: { runId: id, workflow: workflow.key, version: workflow.version },
    }),
  ]);
  return id;
}

async function addChecklist(ctx: TxCtx, leadId: string, workflowId: string): Promise<void> {
  const items = await ctx.tx<{ id: string }[]>`
    select id from checklist_items
    where workspace_id = ${ctx.workspace.id} and workflow_id = ${workflowId} and is_current order by position`;
  if (items.length === 0) return;
  const rows = items.map((item) => {
    const id = ctx.newId(ctx.at);
    const createdAt = timeOfId(id);
    return { workspaceId: ctx.workspace.id, id, leadId, checklistItemId: item.id, createdAt, updatedAt: createdAt };
  });
  await ctx.tx`insert into lead_checklist_items ${ctx.tx(rows)} on conflict do nothing`;
  await followVariables(ctx, leadId);
}
