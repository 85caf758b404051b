import type { WorkflowField } from '../../workflow/definition.ts';
import { onceInLanguage } from '../keep.ts';
import { languageFor } from '../languages/index.ts';
import { atStart, everyMatch, plainPhrase, union } from '../phrase.ts';
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
  const rules = rulesOf(field, language);
  if (!rules) return [];
  return everyMatch(rules.value, folded).flatMap((match) => {
    const start = match.index + match[0].length;
    const rest = folded.slice(start, start + 300);
    const stop = /[.!?](?:\s|$)|[\n;?]|,\s|\sand\s(?:my|i|the|we)\s/.exec(rest);
    const range = trimRange(text, start, start + (stop?.index ?? rest.length));
    const words = text.slice(range.start, range.end);
    if (words === '' || rules.notValue.test(fold(words))) return [];
    return [spanOf(text, range, words, asked ? 0.85 : 0.75)];
  });
}

interface Rules {
  readonly value: RegExp;
  readonly notValue: RegExp;
}

const rulesOf = onceInLanguage((field: WorkflowField, languageTag): Rules | undefined => {
  const { fields } = languageFor(languageTag);
  const names = [field.label, ...field.synonyms, ...field.hints].map((name) => plainPhrase(fold(name)));
  const usable = names.filter((name) => name.length > 2 && !fields.generic.includes(name));
  const marks = `\\s{0,2}[${fields.copulaMarks.replace('-', '\\-')}]\\s{0,3}`;
  const copula = `(?:\\s{1,2}|(?='))(?:${union(fields.copulas)})\\s{1,3}`;
  const ready = usable.filter((name) => fields.copulas.some((word) => name.endsWith(` ${word}`)));
  const complete = ready.length === 0 ? '' : `|(?:${union(ready)})\\s{1,3}`;
  if (usable.length === 0) return undefined;
  return {
    value: new RegExp(`(?<![a-z0-9])(?:(?:${union(usable)})(?:${marks}|${copula})${complete})`, 'g'),
    notValue: atStart(fields.notValues),
  };
});
