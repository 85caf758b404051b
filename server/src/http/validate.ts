import { z } from 'zod';
import { findUnfit } from '../kernel/check-values.ts';
import { FoyerError, type Issue } from '../kernel/errors.ts';
import { explainIssue } from './explain-issue.ts';
import type { RequestIssue, RequestPart } from './problems.ts';

/** The parts of a request as they came. */
export interface RawInput {
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** How many keys and entries a part may have: more than usual where a larger body is taken. */
  readonly maxMembers?: number;
}
export type InputSchemas = { readonly [Part in RequestPart]?: z.ZodType | undefined };

/**
 * The parts of a request as their schemas give them. Raises one `invalid_input` that names everything wrong in all of
 * them; what no Postgres text can hold is refused before a schema sees it.
 */
export function validateInput(schemas: InputSchemas, raw: RawInput): Record<RequestPart, unknown> {
  const issues: RequestIssue[] = [];
  const read = (part: RequestPart) => {
    const unfit =
      findUnfit(raw[part], raw.maxMembers) ?? (part === 'query' ? findRepeated(raw.query, schemas.query) : undefined);
    if (unfit) issues.push({ ...unfit, part });
    return unfit ? undefined : readPart(schemas[part], part, raw[part], issues);
  };
  const input = { path: read('path'), query: read('query'), body: read('body') };
  if (issues.length > 0) throw new FoyerError('invalid_input', summarise(issues), { issues });
  return input;
}

/** `?a=1&a=2` reads as a list; which of the two was meant is not ours to guess, unless the schema takes a list there. */
function findRepeated(query: unknown, schema: z.ZodType | undefined): Issue | undefined {
  if (typeof query !== 'object' || query === null) return undefined;
  const repeated = Object.keys(query).find((name) => Array.isArray(Reflect.get(query, name)));
  if (repeated === undefined || schema?.safeParse(query).success) return undefined;
  return { path: [repeated], message: 'Give this parameter once.' };
}

function readPart(schema: z.ZodType | undefined, part: RequestPart, value: unknown, issues: RequestIssue[]): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value, { error: explainIssue });
  if (result.success) return result.data;
  if (part === 'body' && value === undefined) {
    issues.push({ part, path: [], message: 'This request needs a body: send a JSON object.' });
  } else {
    issues.push(...result.error.issues.flatMap((issue) => flatten(issue, part, [])));
  }
  return undefined;
}

/** One issue for each unknown key, of a union the branch that came closest, and of a key what is wrong with it. */
function flatten(issue: z.core.$ZodIssue, part: RequestPart, above: readonly PropertyKey[]): RequestIssue[] {
  const { message } = issue;
  const path = [...above, ...issue.path].map((key) => (typeof key === 'symbol' ? key.toString() : key));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ part, path: [...path, key], message }));
  if (issue.code === 'invalid_key') return issue.issues.flatMap((inner) => flatten(inner, part, path));
  if (issue.code === 'invalid_union') {
    const branches = [...issue.errors].sort((one, other) => one.length - other.length);
    const nearest = branches.find((branch) => !branch.some(isWrongType)) ?? branches[0];
    if (nearest) return nearest.flatMap((inner) => flatten(inner, part, path));
  }
  return [{ part, path, message }];
}

function isWrongType(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function summarise(issues: readonly RequestIssue[]): string {
  return issues.length === 1
    ? 'One thing in the request is not right.'
    : `${issues.length} things in the request are not right.`;
}

/**
 * Raises a plain Error where an object in a request's schema would drop unknown keys in silence: a caller who
 * misspells a field must hear of it. Run when an operation is mounted.
 */
export function assertStrict(schema: z.ZodType | undefined, where: string): void {
  const loose = schema && findLoose(schema, where, new Set());
  if (loose)
    throw new Error(`${loose} would drop unknown keys: make it a z.strictObject, or z.looseObject on purpose.`);
}

/** Looks at what goes in: of a pipe, its beginning. */
function findLoose(schema: z.core.$ZodType, where: string, seen: Set<z.core.$ZodType>): string | undefined {
  if (seen.has(schema)) return undefined;
  seen.add(schema);
  const { def } = schema._zod;
  if (def.type === 'object' && 'catchall' in def === false) return where;
  const parts: [string, unknown][] = def.type === 'pipe' && 'in' in def ? [['in', def.in]] : Object.entries(def);
  for (const [key, part] of parts) {
    const inner = key === 'getter' && typeof part === 'function' ? part() : part;
    for (const [name, one] of schemasIn(inner)) {
      const found = findLoose(one, key === 'shape' ? `${where}/${name}` : where, seen);
      if (found) return found;
    }
  }
  return undefined;
}

/** The schemas that a part of another one holds: itself, a list or a record of them. */
function schemasIn(part: unknown): [string, z.core.$ZodType][] {
  if (typeof part !== 'object' || part === null) return [];
  if (part instanceof z.core.$ZodType) return [['', part]];
  return Object.entries(part).flatMap(([name, one]): [string, z.core.$ZodType][] =>
    one instanceof z.core.$ZodType ? [[name, one]] : [],
  );
}
