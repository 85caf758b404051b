import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import type { LoadedWorkflow } from '../workflows/index.ts';
import { cancelPending } from './cancel-pending.ts';
import { evaluateAtEnd } from './evaluate-gates.ts';
import { startRun } from './start-run.ts';
import { cancelStatusTimeout } from './status-timeout.ts';

interface WorkflowChange {
  readonly leadId: string;
  readonly workflow: LoadedWorkflow;
  /** The runs that end as transferred. */
  readonly fromRuns: readonly string[];
  readonly reason: string;
}

/**
 * Takes a locked lead into a workflow: the runs it comes from end as transferred and what was pending in them is
 * cancelled, their conversations go on in the new run, and so does the lead's newest one where it is in none that goes
 * on. What was learned stays, as it is the lead's. The run's id, which is that of the active run where there is one.
 */
export async function changeWorkflow(ctx: TxCtx, change: WorkflowChange): Promise<string> {
  const { tx, at, workspace } = ctx;
  const { leadId, workflow, fromRuns, reason } = change;
  const [there] = await tx<{ id: string }[]>`
    select id from runs
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and workflow_id = ${workflow.id} and is_active`;
  if (fromRuns.length > 0) await endRuns(ctx, change);
  const runId = there?.id ?? (await startRun(ctx, { leadId, workflow }));
  await tx`
    update leads set agent_id = ${workflow.agentId}, updated_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${leadId}`;
  await Promise.all([
    // Whoever has the lead has it in this run too.
    tx`
      update runs r set human_takeover = true from leads l
      where r.workspace_id = ${workspace.id} and r.id = ${runId}
        and l.workspace_id = r.workspace_id and l.id = r.lead_id and l.owner = 'person'`,
    redirect(ctx, change, runId),
  ]);
  recordAction(ctx, { leadId, type: 'status_change', summary: `Workflow "${workflow.name}": ${reason}` });
  evaluateAtEnd(ctx, leadId);
  return runId;
}

async function endRuns(ctx: TxCtx, { leadId, workflow, fromRuns, reason }: WorkflowChange): Promise<void> {
  const { tx, at, workspace } = ctx;
  const runIds = [...fromRuns];
  await writeCollected(tx);
  await tx`
    update runs set run_status = 'transferred', is_active = false, ended_at = ${at}, updated_at = ${at}
    where workspace_id = ${workspace.id} and id = any (${runIds}::uuid[])`;
  await cancelPending(ctx, { leadId, runIds, reason });
  for (const runId of runIds) {
    await cancelStatusTimeout(ctx, leadId, runId);
    recordEvent(ctx, {
      type: 'run.ended',
      leadId,
      data: { runId, outcome: 'transferred', toWorkflow: workflow.key, reason },
    });
  }
}

/** What was asked and offered belongs to the old workflow; that the lead was greeted stays true. */
async function redirect(
  { tx, at, workspace }: TxCtx,
  { leadId, workflow, fromRuns }: WorkflowChange,
  runId: string,
): Promise<void> {
  await tx`
    update conversations c set run_id = ${runId}, agent_id = ${workflow.agentId}, updated_at = ${at},
      dialogue = jsonb_build_object('hasGreeted', coalesce(c.dialogue -> 'hasGreeted', 'false'))
    where c.workspace_id = ${workspace.id} and c.lead_id = ${leadId} and c.run_id is distinct from ${runId}
      and (c.run_id = any (${[...fromRuns]}::uuid[]) or (
        c.id = (
          select n.id from conversations n
          where n.workspace_id = ${workspace.id} and n.lead_id = ${leadId} order by n.id desc limit 1)
        and not exists (
          select from runs r where r.workspace_id = c.workspace_id and r.id = c.run_id and r.is_active)))`;
}
