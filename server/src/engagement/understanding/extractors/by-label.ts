import type { WorkflowField } from '../../workflow/definition.ts';
import { languageFor } from '../languages/index.ts';
import { union } from '../phrase.ts';
import { fold, trimRange } from '../text.ts';
import type { Span } from '../types.ts';
import { spanOf } from './types.ts';

/** What is said of a field by its own name: "company: Acme", "my business name is Acme". Empty where nothing is. */
export function findByLabel(
  text: string,
  folded: string,
  field: WorkflowField,
  language: string,
  asked: boolean,
): Span<string>[] {
  const pattern = patternOf(field, language);
  if (!pattern) return [];
  return [...folded.matchAll(pattern)].flatMap((match) => {
    const start = match.index + match[0].length;
    const rest = folded.slice(start, start + 300);
    const stop = /[.!?](?:\s|$)|[\n;?]|,\s|\sand\s(?:my|i|the|we)\s/.exec(rest);
    const range = trimRange(text, start, start + (stop?.index ?? rest.length));
    const words = text.slice(range.start, range.end);
    if (words === '' || notValue.test(fold(words))) return [];
    return [spanOf(text, range, words, asked ? 0.85 : 0.75)];
  });
}

const notValue =
  /^(?:not|no|wrong|incorrect|correct|right|missing|unknown|the same|same|different|important|what|which|something|fine|good|ok|a|an|there|on|below|above|it)(?![a-z])/;
const compiled = new WeakMap<WorkflowField, RegExp | null>();

function patternOf(field: WorkflowField, languageTag: string): RegExp | null {
  const known = compiled.get(field);
  if (known !== undefined) return known;
  const { labels } = languageFor(languageTag);
  const names = [field.label, ...field.synonyms].map((name) =>
    fold(name)
      .replace(/[()?|]/g, ' ')
      .trim(),
  );
  const usable = names.filter((name) => name.length > 2 && !labels.generic.includes(name));
  const copulas = labels.copulas.filter((word) => /[a-z]/.test(word));
  const marks = labels.copulas.filter((word) => !/[a-z]/.test(word)).join('');
  const pattern =
    usable.length === 0
      ? null
      : new RegExp(
          `(?<![a-z0-9])(?:${union(usable)})(?:\\s{0,2}[${marks.replace('-', '\\-')}]\\s{0,3}|(?:\\s{1,2}(?:actually|really))?(?:\\s{1,2}|(?='))(?:${union(copulas)}|(?:is\\s)?called|named)\\s{1,3}(?:actually\\s|now\\s)?)`,
          'g',
        );
  compiled.set(field, pattern);
  return pattern;
}
