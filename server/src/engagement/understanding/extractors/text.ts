import type { WorkflowField } from '../../workflow/definition.ts';
import { matchesPattern } from '../../workflow/pattern.ts';
import { isNamed } from '../field-roles.ts';
import { onceFor } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { union } from '../phrase.ts';
import { fold, trimRange } from '../text.ts';
import type { Span } from '../types.ts';
import { findByLabel } from './by-label.ts';
import { findNamedThings } from './named-thing.ts';
import { type Extractor, spanOf, withoutOverlaps } from './types.ts';

/** Free text: the whole answer when it was asked for, without "well," and "I think"; else what is said of the field by name. */
export const findTexts: Extractor<string> = (text, context, listening) => {
  const { field, asked = false } = listening ?? {};
  const folded = fold(text);
  const coded = field ? findCodes(text, field, asked) : [];
  if (coded.length > 0) return coded;
  const things = field && isNamed(field, context.language) ? findNamedThings(text, context, field, asked) : [];
  if (things.length > 0) return withoutOverlaps(things);
  const named = field ? findByLabel(text, folded, field, context.language, asked) : [];
  if (named.length > 0 || !asked) return named.slice(0, 1);
  const rules = rulesOf(languageFor(context.language));
  const lead = rules.lead.exec(folded)?.[0].length ?? 0;
  const tail = rules.tail.exec(folded.slice(lead))?.[0].length ?? 0;
  const inner = trimRange(text, lead, text.length - tail);
  const range = inner.end > inner.start ? inner : trimRange(text, 0, text.length);
  return range.end > range.start ? [spanOf(text, range, text.slice(range.start, range.end), 0.75)] : [];
};

/** Words of a message that are held against a pattern; a code stands among the first of them. */
const maxWordsTried = 100;

/** The words that have the form the field wants, where it has one: an EIN among other words. */
function findCodes(text: string, field: WorkflowField, asked: boolean): Span<string>[] {
  const pattern = field.validation?.pattern;
  if (pattern === undefined) return [];
  const words = text
    .slice(0, 1000)
    .matchAll(/\S{1,100}/g)
    .take(maxWordsTried);
  for (const match of words) {
    const range = trimRange(text, match.index, match.index + match[0].length);
    const word = text.slice(range.start, range.end);
    if (word !== '' && matchesPattern(pattern, word)) return [spanOf(text, range, word, asked ? 0.85 : 0.4)];
  }
  return [];
}

const rulesOf = onceFor((language: Language): { lead: RegExp; tail: RegExp } => {
  const { leading, trailing } = language.texts;
  return {
    lead: new RegExp(`^(?:[\\s"']{0,3}(?:${union(leading)})(?![a-z0-9'])[\\s,.!:-]{1,4}){0,4}`),
    tail: new RegExp(`(?:[\\s,]{1,3}(?:${union(trailing)})[\\s.!?]{0,4}){1,2}$`),
  };
});
