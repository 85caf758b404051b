import type { z } from 'zod';
import { didYouMean, nearest } from './nearest.ts';
import { error, isRecord, type Path, type Problem, valueAt } from './problem.ts';
import { allowedKeys } from './schema-keys.ts';

type SchemaIssue = z.core.$ZodIssue;

/** What people write who do not know the key's name. */
const otherNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['id', ['key', 'code']],
  ['name', ['label', 'key']],
  ['title', ['label', 'name']],
  ['question', ['ask', 'questions']],
  ['prompt', ['ask']],
  ['condition', ['when', 'conditions']],
  ['if', ['when', 'conditions']],
  ['choices', ['options']],
  ['values', ['options']],
  ['aliases', ['synonyms']],
  ['duration', ['durationMinutes']],
  ['buffer', ['bufferMinutes']],
  ['notice', ['noticeMinutes']],
  ['horizon', ['horizonDays']],
  ['holidays', ['closures']],
  ['staff', ['resources']],
  ['faq', ['answers']],
  ['op', ['operator']],
]);

/** Of one object; a suggestion for each of thousands would take minutes. */
const MAX_KEYS = 100;

/** The problems that one issue of the schema stands for, in words that say what to write instead. */
export function explainIssue(issue: SchemaIssue, root: unknown, parent: Path = []): Problem[] {
  const path = [...parent, ...issue.path.filter((step) => typeof step !== 'symbol')];
  if (issue.code === 'unrecognized_keys') return issue.keys.slice(0, MAX_KEYS).map((key) => unknownKey(path, key));
  if (issue.code === 'invalid_union') {
    const likely = likelyVariant(issue.errors);
    return likely === undefined ? [error(path, issue.message)] : likely.flatMap((one) => explainIssue(one, root, path));
  }
  const value = valueAt(root, path);
  if (value === undefined) return [{ ...error(path, `is missing; add \`${path.at(-1)}: ...\``), isMissing: true }];
  if (value === null) return [error(path, 'is empty; write a value, or take the key out')];
  return [error(path, wrongValue(issue, value))];
}

function unknownKey(path: Path, key: string): Problem {
  const allowed = allowedKeys(path);
  const meant = otherNames.get(key.toLowerCase())?.find((name) => allowed.includes(name)) ?? nearest(key, allowed);
  const hint = meant === undefined ? `known here: ${allowed.join(', ')}` : `did you mean \`${meant}\`?`;
  const problem = { ...error([...path, key], `unknown key \`${key}\`; ${hint}`), at: 'key' as const };
  return meant === undefined ? problem : { ...problem, meant: [...path, meant] };
}

/** The variant that needs the fewest changes; undefined where the value is of the wrong kind for all of them. */
function likelyVariant(variants: readonly (readonly SchemaIssue[])[]): readonly SchemaIssue[] | undefined {
  const ranked = variants
    .map((issues) => ({ issues, changes: issues.reduce((sum, issue) => sum + changesOf(issue), 0) }))
    .sort((a, b) => a.changes - b.changes);
  const [first] = ranked;
  return first === undefined || first.changes >= WRONG_KIND ? undefined : first.issues;
}

const WRONG_KIND = 1000;

function changesOf(issue: SchemaIssue): number {
  if (issue.code === 'unrecognized_keys') return issue.keys.length;
  if (issue.path.length === 0 && issue.code !== 'custom') return WRONG_KIND;
  return issue.code === 'invalid_union' ? 0.5 : 1;
}

function wrongValue(issue: SchemaIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, value);
    case 'invalid_value':
      return notInList(issue.values.map(String), value);
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive !== false);
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum));
    default:
      return issue.message;
  }
}

function notInList(allowed: readonly string[], value: unknown): string {
  const list = allowed.join(', ');
  if (isRecord(value)) return `write one of ${list}`;
  return `\`${shown(value)}\` is not one of ${list}${didYouMean(String(value), allowed)}`;
}

function wrongType(expected: string, value: unknown): string {
  switch (expected) {
    case 'string':
      return isRecord(value)
        ? `write a text, not ${kindOf(value)}`
        : `write it as a text, in quotes: "${shown(value)}"`;
    case 'number':
      return `write a number without quotes or unit, not ${kindOf(value)}`;
    case 'int':
      return typeof value === 'number'
        ? `write a whole number, not ${value}`
        : `write a whole number, not ${kindOf(value)}`;
    case 'boolean':
      return `write true or false, not ${kindOf(value)}`;
    case 'array':
      return `write a list, each entry after "- ", not ${kindOf(value)}`;
    default:
      return `write keys with values, not ${kindOf(value)}`;
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'keys with values' : `\`${shown(value)}\``;
}

function shown(value: unknown): string {
  const text = String(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

function tooSmall(origin: string, minimum: number, inclusive: boolean): string {
  if (origin === 'string') return minimum === 1 ? 'is empty; write a text' : `write at least ${minimum} characters`;
  if (origin === 'array')
    return minimum === 1 ? 'the list is empty; write at least one entry' : `list at least ${minimum}`;
  return inclusive ? `write ${minimum} or more` : `write more than ${minimum}`;
}

function tooBig(origin: string, maximum: number): string {
  if (origin === 'string') return `write at most ${maximum} characters`;
  if (origin === 'array') return `list at most ${maximum}`;
  return `write ${maximum} or less`;
}
