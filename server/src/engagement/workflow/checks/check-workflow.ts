import type { z } from 'zod';
import { type WorkflowDefinition, workflowSchema } from '../definition.ts';
import { checkBooking } from './check-booking.ts';
import { checkCadence } from './check-cadence.ts';
import { checkChecklist } from './check-checklist.ts';
import { checkConditions } from './check-conditions.ts';
import { checkFields } from './check-fields.ts';
import { checkNames } from './check-names.ts';
import { checkScoring } from './check-scoring.ts';
import { checkStatuses } from './check-statuses.ts';
import { explainIssue } from './explain-issue.ts';
import { type Outline, readOutline } from './outline.ts';
import { formatPath, isRecord, type Path, type Problem, startsWith, valueAt, warning } from './problem.ts';

/** As many errors, and as many warnings, as a person can work through; each costs a suggestion and a place. */
const MAX_EACH = 100;

export interface CheckedWorkflow {
  /** With defaults filled in; undefined where there is an error. */
  readonly definition: WorkflowDefinition | undefined;
  /** Errors and warnings together, each by its path; at most 100 that the schema finds, then 100 of either kind. */
  readonly problems: readonly Problem[];
}

/**
 * Everything that is wrong with a workflow given as plain data, however it came in: first its shape, then what its
 * parts say of each other, as far as they can be read. `today` (YYYY-MM-DD) is what closures are past of.
 */
export function checkWorkflow(input: unknown, { today }: { today?: string | undefined } = {}): CheckedWorkflow {
  const parsed = workflowSchema.safeParse(input);
  const issues = parsed.success ? [] : shapeProblems(parsed.error.issues, input);
  const outline = readOutline(parsed.success ? input : withoutWrong(input, issues));
  const across = firstOfEach(checkAcross(outline, today), ({ path }) => {
    return !issues.some((issue) => startsWith(issue.path, path));
  });
  const problems = [...issues, ...across];
  const sound = parsed.success && problems.every(({ severity }) => severity === 'warning');
  return { definition: sound ? parsed.data : undefined, problems };
}

/** A key that is missing is not named where an unknown one stands for it. */
function shapeProblems(issues: readonly z.core.$ZodIssue[], input: unknown): Problem[] {
  const problems: Problem[] = [];
  for (const issue of issues) {
    if (problems.length >= MAX_EACH) break;
    problems.push(...explainIssue(issue, input).slice(0, MAX_EACH - problems.length));
  }
  const meant = new Set(problems.flatMap((problem) => (problem.meant ? formatPath(problem.meant) : [])));
  return problems.filter(({ isMissing, path }) => !isMissing || !meant.has(formatPath(path)));
}

/** Warnings alone never end the search: an error may come after them. */
function firstOfEach(found: Iterable<Problem>, isNew: (problem: Problem) => boolean): Problem[] {
  const first: Problem[] = [];
  const left = { error: MAX_EACH, warning: MAX_EACH };
  for (const problem of found) {
    if (left[problem.severity] === 0 || !isNew(problem)) continue;
    left[problem.severity] -= 1;
    first.push(problem);
    if (left.error === 0) break;
  }
  return first;
}

function* checkAcross(outline: Outline, today: string | undefined): Generator<Problem> {
  yield* checkNames(outline);
  yield* checkFields(outline);
  yield* checkConditions(outline);
  yield* checkStatuses(outline);
  yield* checkScoring(outline);
  yield* checkChecklist(outline);
  yield* checkBooking(outline, today);
  yield* checkCadence(outline);
  if (outline.handover !== undefined && outline.handover.when === undefined && outline.handover.words.length === 0) {
    yield warning(['handover'], 'has neither `when` nor `words`, so it never happens; add one');
  }
}

/** A copy without the keys that are wrong, so that a part with one optional key amiss can still be read. */
function withoutWrong(input: unknown, issues: readonly Problem[]): unknown {
  const copy: unknown = structuredClone(input);
  for (const { path } of issues) {
    const parent = valueAt(copy, path.slice(0, -1));
    const last: Path[number] | undefined = path.at(-1);
    if (isRecord(parent) && typeof last === 'string') delete parent[last];
  }
  return copy;
}
