import type { Document, YAMLError } from 'yaml';
import type { LocatedProblem, Place } from './locate-yaml.ts';
import { MAX_PROBLEMS } from './plain-yaml.ts';

/** Errors after which the rest of the file still reads as it was meant. */
const harmless: readonly string[] = ['TAG_RESOLVE_FAILED'];

const byCode: ReadonlyMap<string, string> = new Map([
  ['TAB_AS_INDENT', 'indent with spaces, not tabs'],
  ['BLOCK_AS_IMPLICIT_KEY', 'put the text in quotes: it holds `: `; or indent what follows on a line of its own'],
  ['MULTILINE_IMPLICIT_KEY', 'a colon is missing after the key, or the text needs quotes'],
  ['BAD_SCALAR_START', 'put the text in quotes: it begins with a character that YAML reserves'],
  ['BAD_DQ_ESCAPE', 'double the backslash, or use single quotes: in double quotes it escapes'],
  ['TAG_RESOLVE_FAILED', 'tags such as `!name` are not supported; write the value itself'],
]);

const byMessage: readonly [RegExp, string][] = [
  [/^Missing closing/, 'the quote that opens here is never closed; add one at the end of the text'],
  [/end with a \]/, 'the list is not closed; add `]`'],
  [/end with a \}/, 'the braces are not closed; add `}`'],
  [
    /same column|Sequence item without|insufficiently indented/,
    'is not in line with what is above; check the indentation',
  ],
];

type Locator = (offset: number) => Place;
type LineOf = (offset: number) => number;

/**
 * What YAML's reader found. Broken where what follows may read as something else than was meant: then only the
 * first of errors on neighbouring lines is told, as the others follow from it.
 */
export function explainYamlErrors(
  document: Document.Parsed | undefined,
  placeAt: Locator,
  lineOf: LineOf,
): { problems: LocatedProblem[]; isBroken: boolean } {
  const errors = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  const isBroken = errors.some(({ code }) => !harmless.includes(code));
  const told = isBroken ? firstOfEach(errors, lineOf) : errors;
  return { problems: told.slice(0, MAX_PROBLEMS).map((error) => explain(error, placeAt)), isBroken };
}

function firstOfEach(errors: readonly YAMLError[], lineOf: LineOf): YAMLError[] {
  const first: YAMLError[] = [];
  let lastLine = Number.NEGATIVE_INFINITY;
  for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const line = lineOf(error.pos[0]);
    if (line > lastLine + 1) first.push(error);
    else if (error.code === 'TAB_AS_INDENT') first.splice(-1, 1, error);
    lastLine = line;
  }
  return first;
}

function explain({ code, message, pos }: YAMLError, placeAt: Locator): LocatedProblem {
  const { path } = placeAt(pos[0]);
  const advice = byCode.get(code) ?? byMessage.find(([form]) => form.test(message))?.[1];
  const opening = /^Missing closing/.test(message) ? placeAt(pos[0] - 1) : { path, start: pos[0] };
  return { path: opening.path, message: advice ?? `cannot be read as YAML: ${message}`, offset: opening.start };
}
