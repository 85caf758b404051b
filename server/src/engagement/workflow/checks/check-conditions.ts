import type { Condition } from '../condition.ts';
import { comparisonProblem } from './check-comparison.ts';
import { didYouMean } from './nearest.ts';
import type { Outline } from './outline.ts';
import { error, type Path, type Problem, warning } from './problem.ts';

interface Placed {
  readonly path: Path;
  readonly condition: Condition | undefined;
}

/** Every condition of the workflow: that its fields exist, that it can hold, and that no field waits for itself. */
export function* checkConditions(outline: Outline): Generator<Problem> {
  const fields = new Map(outline.fields.map(({ name, value }) => [name, value] as const).reverse());
  for (const { path, condition } of conditionsOf(outline)) {
    for (const { path: at, comparison } of comparisons(condition, path)) {
      if (!fields.has(comparison.field)) {
        const names = outline.fields.flatMap(({ name }) => name ?? []);
        yield error([...at, 'field'], `no field \`${comparison.field}\`${didYouMean(comparison.field, names)}`);
        continue;
      }
      const field = fields.get(comparison.field);
      const problem = field === undefined ? undefined : comparisonProblem(comparison, field);
      if (problem !== undefined) yield error([...at, ...problem.at], problem.message);
    }
  }
  yield* checkOrder(outline);
}

function conditionsOf(outline: Outline): Placed[] {
  const { fields, statuses, disqualify, scoring, checklist, booking, handover } = outline;
  return [
    ...fields.map(({ path, value }) => ({ path: [...path, 'when'], condition: value?.when })),
    ...statuses.map(({ path, value }) => ({ path: [...path, 'gate', 'rules'], condition: value?.gate?.rules })),
    ...disqualify.map(({ path, value }) => ({ path: [...path, 'when'], condition: value?.when })),
    ...scoring.map(({ path, value }) => ({ path: [...path, 'when'], condition: value?.when })),
    { path: ['handover', 'when'], condition: handover?.when },
    ...checklist.flatMap(({ path, value }) => [
      { path: [...path, 'conditions'], condition: value?.conditions },
      ...(value?.items ?? []).map((item, index) => ({
        path: [...path, 'items', index, 'conditions'],
        condition: item.conditions,
      })),
    ]),
    ...(booking?.resources ?? []).map((resource, index) => ({
      path: ['booking', 'resources', index, 'when'],
      condition: resource.when,
    })),
  ];
}

type Comparison = Extract<Condition, { field: string }>;

function* comparisons(condition: Condition | undefined, path: Path): Generator<{ path: Path; comparison: Comparison }> {
  if (condition === undefined) return;
  if ('field' in condition) {
    yield { path, comparison: condition };
    return;
  }
  const [name, parts] = 'all' in condition ? ['all', condition.all] : ['any', condition.any];
  for (const [index, part] of parts.entries()) yield* comparisons(part, [...path, name, index]);
}

/** A field is asked once its `when` holds: it must not wait for itself, nor for one that waits for it. */
function* checkOrder(outline: Outline): Generator<Problem> {
  const waits = new Map<string, Set<string>>();
  for (const { name, value } of outline.fields) {
    if (name === undefined || waits.has(name)) continue;
    waits.set(name, new Set([...comparisons(value?.when, [])].map(({ comparison }) => comparison.field)));
  }
  const order = [...waits.keys()];
  for (const { path, name } of outline.fields) {
    if (name === undefined) continue;
    for (const needed of waits.get(name) ?? []) {
      if (needed === name) yield error([...path, 'when'], `\`${name}\` waits for itself, so it is never asked`);
      else if (reaches(needed, name, waits)) {
        yield error([...path, 'when'], `\`${name}\` and \`${needed}\` wait for each other, so neither is asked`);
      } else if (order.indexOf(needed) > order.indexOf(name)) {
        yield warning([...path, 'when'], `depends on \`${needed}\`, which is asked later; move \`${needed}\` up`);
      }
    }
  }
}

function reaches(from: string, to: string, waits: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(waits.get(name) ?? []));
  }
  return false;
}
