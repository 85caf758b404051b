import { holds, type Values } from '../workflow/condition.ts';
import type { ScoringRule } from '../workflow/definition.ts';

interface ScorePart {
  readonly label: string;
  readonly points: number;
  /** Whether its points count as things stand. */
  readonly counts: boolean;
}

export interface Score {
  /** The points that count, together, held within 0 and 100; null while no rule counts. */
  readonly score: number | null;
  /** Every rule, in the workflow's order. */
  readonly parts: ScorePart[];
}

interface ScoreFacts {
  readonly statusKey: string;
  readonly values: Values;
}

/** What a workflow's rules give a lead: pure, the same facts give the same score. */
export function scoreOf(rules: readonly ScoringRule[], { statusKey, values }: ScoreFacts): Score {
  const parts = rules.map(({ label, points, when, statuses }) => {
    const isThere = statuses === undefined || statuses.includes(statusKey);
    return { label, points, counts: isThere && (when === undefined || holds(when, values)) };
  });
  const counted = parts.filter(({ counts }) => counts);
  const sum = counted.reduce((total, { points }) => total + points, 0);
  return { score: counted.length === 0 ? null : Math.min(100, Math.max(0, sum)), parts };
}
