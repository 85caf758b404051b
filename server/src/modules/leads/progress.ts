import type { Tx, TxCtx } from '../../db/database.ts';
import { flagsFor } from '../../engagement/consequences.ts';
import type { WorkflowStatus } from '../../engagement/workflow/definition.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { followMove } from './follow-move.ts';
import type { Stage } from './lead.ts';
import { touchLead } from './lock-lead.ts';

export interface StageMove {
  readonly leadId: string;
  readonly stage: Stage;
  /** Stages that this does not leave. */
  readonly unless?: readonly Stage[];
  readonly reason: string;
}

/** Sets the lead's stage with its event and its line on the timeline; false and nothing where it is that already. */
export async function setStage(ctx: TxCtx, { leadId, stage, unless = [], reason }: StageMove): Promise<boolean> {
  const [row] = await ctx.tx<{ before: Stage }[]>`
    update leads l set stage = ${stage}, updated_at = ${ctx.at}, revision = l.revision + 1
    from (select id, stage from leads where workspace_id = ${ctx.workspace.id} and id = ${leadId} for no key update) before
    where l.workspace_id = ${ctx.workspace.id} and l.id = before.id and before.stage <> all (${[stage, ...unless]})
    returning before.stage as before`;
  if (!row) return false;
  await Promise.all([
    recordEvent(ctx, { type: 'lead.stage_changed', leadId, data: { from: row.before, to: stage } }),
    recordAction(ctx, { leadId, type: 'status_change', summary: `Stage ${row.before} to ${stage}: ${reason}` }),
  ]);
  return true;
}

interface Move {
  readonly leadId: string;
  readonly runId: string;
  readonly reason: string;
}
export interface StatusMove extends Move {
  readonly statusKey: string;
}

/**
 * Moves a run to a status of its own version of the workflow, whatever its gate, with event, timeline and all that
 * follows from being there; nothing where it is there already. A terminal status ends the run and any other takes it up
 * again, but not one that was cancelled or handed to another.
 */
export function moveStatus(ctx: TxCtx, { statusKey, ...move }: StatusMove): Promise<void> {
  return moveRun(ctx, move, { isWanted: ctx.tx`d.status ->> 'key' = ${statusKey}` });
}

/** Moves a run to its workflow's first status with a flag; nothing where the run or such a status is missing. */
export async function moveToFlag(
  ctx: TxCtx,
  { runId, flag, ...move }: Omit<Move, 'runId'> & { runId: string | null; flag: WorkflowStatus['flags'][number] },
): Promise<void> {
  if (runId === null) return;
  const flags = [...flagsFor(flag)];
  await moveRun(
    ctx,
    { ...move, runId },
    {
      isWanted: ctx.tx`d.status -> 'flags' ?| ${flags}::text[]`,
      rank: ctx.tx`(
      select min(nth) from unnest(${flags}::text[]) with ordinality as w (flag, nth) where d.status -> 'flags' ? w.flag),`,
    },
  );
}

/**
 * What a stage set from outside does to the lead's newest run: lost ends it at its workflow's first lost status, as a
 * lost chat does, and what was lost and is taken up again begins at the first.
 */
export async function followStage(
  ctx: TxCtx,
  { leadId, from, to }: { leadId: string; from: Stage; to: Stage },
): Promise<void> {
  if (from === to || (from !== 'lost' && to !== 'lost')) return;
  const [run] = await ctx.tx<{ id: string; category: string }[]>`
    select r.id, s.category from runs r
    join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    where r.workspace_id = ${ctx.workspace.id} and r.lead_id = ${leadId} order by r.is_active desc, r.id desc limit 1`;
  if (!run) return;
  const move = { leadId, runId: run.id, reason: `stage ${from} to ${to}` };
  if (to === 'lost') await moveRun(ctx, move, { isWanted: ctx.tx`d.status ->> 'category' = 'lost'` });
  else if (run.category === 'lost') await moveToFlag(ctx, { ...move, flag: 'initial' });
}

/** Which of its statuses a run goes to: the first of them by their rank, and in their workflow's order. */
interface Wanted {
  readonly isWanted: ReturnType<Tx>;
  readonly rank?: ReturnType<Tx>;
}

async function moveRun(ctx: TxCtx, { leadId, runId, reason }: Move, { isWanted, rank }: Wanted): Promise<void> {
  const { tx, at, workspace } = ctx;
  const [move] = await tx<RunMove[]>`
    select r.workflow_id, r.workflow_version, r.status_id, r.run_status, r.is_active, r.ended_at, f.key as from_key,
      s.id as to_id, s.key as to_key,
      d.status ->> 'label' as label,
      d.status -> 'flags' ? 'terminal' and d.status ->> 'category' in ('won', 'lost') as is_end
    from runs r
    join workflow_statuses f on f.workspace_id = r.workspace_id and f.id = r.status_id
    join workflow_versions v on v.workspace_id = r.workspace_id and v.workflow_id = r.workflow_id
      and v.version = r.workflow_version
    join jsonb_array_elements(v.definition -> 'statuses') with ordinality as d (status, position) on ${isWanted}
    join workflow_statuses s on s.workspace_id = r.workspace_id and s.workflow_id = r.workflow_id
      and s.key = d.status ->> 'key'
    where r.workspace_id = ${workspace.id} and r.id = ${runId}
    order by ${rank ?? tx``} d.position limit 1 for update of r`;
  if (!move || move.toId === move.statusId) return;
  const next = afterMove(move, at);
  await tx`
    update runs set ${tx(next)}, status_id = ${move.toId}, status_changed_at = ${at},
      status_is_agents = ${ctx.actor.kind === 'agent'}, updated_at = ${at}
    where workspace_id = ${workspace.id} and id = ${runId}`;
  const change = { from: move.fromKey, to: move.toKey, reason };
  await Promise.all([
    recordEvent(ctx, { type: 'lead.status_changed', leadId, data: { runId, ...change } }),
    move.isActive && !next.isActive
      ? recordEvent(ctx, { type: 'run.ended', leadId, data: { runId, outcome: move.toKey } })
      : undefined,
    recordAction(ctx, {
      leadId,
      type: 'status_change',
      summary: `Status "${move.label}": ${reason}`,
      output: { runId, ...change },
    }),
    touchLead(ctx, leadId),
  ]);
  const { workflowId, workflowVersion: version, fromKey, toKey } = move;
  await followMove(ctx, { leadId, runId, workflowId, version, fromKey, toKey, isActive: next.isActive });
}

interface RunMove {
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly statusId: string;
  readonly runStatus: string;
  readonly isActive: boolean;
  readonly endedAt: Date | null;
  readonly fromKey: string;
  readonly toId: string;
  readonly toKey: string;
  readonly label: string;
  readonly isEnd: boolean;
}

function afterMove({ runStatus, isActive, endedAt, isEnd }: RunMove, at: Date) {
  if (runStatus === 'cancelled' || runStatus === 'transferred') return { runStatus, isActive, endedAt };
  if (isEnd) return { runStatus: 'completed', isActive: false, endedAt: at };
  return { runStatus: runStatus === 'completed' ? 'running' : runStatus, isActive: true, endedAt: null };
}
