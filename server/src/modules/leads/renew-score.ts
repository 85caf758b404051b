import { atEnd } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { type Score, scoreOf } from '../../engagement/scoring/score-of.ts';
import { recordEvent } from '../timeline/index.ts';
import { loadDefinition } from '../workflows/index.ts';

/** Renews a lead's score once this transaction is at its end, however much it changes. For workflows with scoring. */
export function renewScoreAtEnd(ctx: TxCtx, leadId: string): void {
  atEnd(ctx.tx, `score ${leadId}`, (tx) => renewScore({ ...ctx, tx }, leadId));
}

export interface ReadScore extends Score {
  readonly workflow: string;
  readonly qualificationScore: number | null;
  /** What the rules gave last. */
  readonly rulesScore: number | null;
}

/** What the rules of the run that the lead is shown with give as things stand; undefined where there are none. */
export async function readScore(ctx: TxCtx, leadId: string): Promise<ReadScore | undefined> {
  const { tx, workspace } = ctx;
  const [row] = await tx<ScoredRow[]>`
    select r.workflow_id, r.workflow_version, s.key as status_key, l.qualification_score, l.rules_score,
      coalesce((select json_object_agg(v.key, v.value) from variables v
        where v.workspace_id = l.workspace_id and v.lead_id = l.id), '{}') as values
    from leads l
    join runs r on r.workspace_id = l.workspace_id and r.lead_id = l.id
    join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    where l.workspace_id = ${workspace.id} and l.id = ${leadId}
    order by r.is_active desc, r.id desc limit 1`;
  if (!row) return undefined;
  const { workflowId, workflowVersion: version, statusKey, qualificationScore, rulesScore } = row;
  const { key: workflow, scoring } = await loadDefinition(ctx, { workflowId, version });
  if (scoring.length === 0) return undefined;
  const facts = { statusKey, values: new Map(Object.entries(row.values)) };
  return { ...scoreOf(scoring, facts), workflow, qualificationScore, rulesScore };
}

/** A score that somebody else has set is no longer the rules' to change, until it is cleared. */
export function isSetByOthers({ qualificationScore, rulesScore }: ReadScore): boolean {
  return qualificationScore !== null && qualificationScore !== rulesScore;
}

async function renewScore(ctx: TxCtx, leadId: string): Promise<void> {
  const found = await readScore(ctx, leadId);
  if (!found || isSetByOthers(found) || found.score === found.qualificationScore) return;
  const { tx, at, workspace } = ctx;
  await tx`
    update leads set qualification_score = ${found.score}, rules_score = ${found.score}, updated_at = ${at},
      revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${leadId}`;
  recordEvent(ctx, { type: 'lead.updated', leadId, data: { changed: ['qualificationScore'] } });
}

interface ScoredRow {
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly statusKey: string;
  readonly qualificationScore: number | null;
  readonly rulesScore: number | null;
  readonly values: Readonly<Record<string, unknown>>;
}
