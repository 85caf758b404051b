import type { TxCtx } from '../../db/database.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import type { Stage } from './lead.ts';

/** Sets the lead's stage with its event and its line on the timeline; nothing where it is that already. */
export async function setStage(
  ctx: TxCtx,
  { leadId, stage, reason }: { leadId: string; stage: Stage; reason: string },
): Promise<void> {
  const [row] = await ctx.tx<{ before: Stage }[]>`
    update leads l set stage = ${stage}, updated_at = ${ctx.at}, revision = l.revision + 1
    from (select id, stage from leads where workspace_id = ${ctx.workspace.id} and id = ${leadId} for update) before
    where l.workspace_id = ${ctx.workspace.id} and l.id = before.id and before.stage <> ${stage}
    returning before.stage as before`;
  if (!row) return;
  await Promise.all([
    recordEvent(ctx, { type: 'lead.stage_changed', leadId, data: { from: row.before, to: stage } }),
    recordAction(ctx, { leadId, type: 'status_change', summary: `Stage ${row.before} to ${stage}: ${reason}` }),
  ]);
}

export interface StatusMove {
  readonly leadId: string;
  readonly runId: string;
  readonly statusKey: string;
  readonly reason: string;
}

/** Moves a run to a status of its workflow with event and timeline; nothing where it is there already. */
export async function moveStatus(ctx: TxCtx, { leadId, runId, statusKey, reason }: StatusMove): Promise<void> {
  const [row] = await ctx.tx<{ fromKey: string; label: string }[]>`
    update runs r set status_id = s.id, status_changed_at = ${ctx.at}, updated_at = ${ctx.at},
      is_active = not (s.flags @> '{terminal}' and s.category in ('won', 'lost')),
      run_status = case when s.flags @> '{terminal}' and s.category in ('won', 'lost') then 'completed' else r.run_status end,
      ended_at = case when s.flags @> '{terminal}' and s.category in ('won', 'lost') then ${ctx.at} else null end
    from workflow_statuses s, workflow_statuses f
    where r.workspace_id = ${ctx.workspace.id} and r.id = ${runId}
      and s.workspace_id = r.workspace_id and s.workflow_id = r.workflow_id and s.key = ${statusKey}
      and f.workspace_id = r.workspace_id and f.id = r.status_id and f.id <> s.id
    returning f.key as from_key, s.label`;
  if (!row) return;
  await Promise.all([
    recordEvent(ctx, { type: 'lead.status_changed', leadId, data: { runId, from: row.fromKey, to: statusKey } }),
    recordAction(ctx, { leadId, type: 'status_change', summary: `Status "${row.label}": ${reason}` }),
  ]);
}

/** Moves a run to its workflow's first status with a flag; nothing where the run or such a status is missing. */
export async function moveToFlag(
  ctx: TxCtx,
  move: { leadId: string; runId: string | null; flag: string; reason: string },
): Promise<void> {
  if (move.runId === null) return;
  const [status] = await ctx.tx<{ key: string }[]>`
    select s.key from runs r join workflow_statuses s on s.workspace_id = r.workspace_id and s.workflow_id = r.workflow_id
    where r.workspace_id = ${ctx.workspace.id} and r.id = ${move.runId} and ${move.flag} = any (s.flags)
    order by s.position limit 1`;
  if (status)
    await moveStatus(ctx, { leadId: move.leadId, runId: move.runId, statusKey: status.key, reason: move.reason });
}
