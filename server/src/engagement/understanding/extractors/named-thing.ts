import type { WorkflowField } from '../../workflow/definition.ts';
import { onceFor, onceInLanguage } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { union } from '../phrase.ts';
import { fold, tokenize } from '../text.ts';
import type { Span, SpeechContext } from '../types.ts';
import { findProperNames, type ProperName } from './proper-names.ts';
import { datesIn, timesIn } from './times.ts';
import { spanOf } from './types.ts';

/**
 * What a lead calls by name for a field that wants the name of a thing or a person, without a list of names: capitalised
 * words after the field's own noun ("the salon Supercuts"), after a word such as "with" or "at", or where it was asked.
 */
export function findNamedThings(
  text: string,
  context: SpeechContext,
  field: WorkflowField,
  asked: boolean,
): Span<string>[] {
  if (!/\p{Lu}/u.test(text)) return [];
  const language = languageFor(context.language);
  const folded = fold(text);
  const nouns = nounsOf(field, language.code);
  const rules = rulesOf(language);
  const taken = [...datesIn(text, context), ...timesIn(text, context)];
  return findProperNames(text, folded, language).flatMap((name) => {
    const range = cut(text, folded, name, taken, nouns);
    if (range === undefined) return [];
    const before = folded.slice(Math.max(0, range.start - 40), range.start);
    if (rules.place.test(before)) return [];
    const byNoun = nouns?.before.test(before) === true;
    const opens = /(?:^|[.!?]\s*)$/.test(before);
    const mayOpen = /\s/.test(text.slice(range.start, range.end)) || /^\W*(?:$|please)/.test(folded.slice(range.end));
    if (opens && !mayOpen) return [];
    const certainty = byNoun ? 0.85 : rules.led.test(before) ? 0.75 : asked ? 0.7 : 0;
    return certainty === 0 ? [] : [spanOf(text, range, text.slice(range.start, range.end), certainty)];
  });
}

/** A name without the words of a day or a time in it and without the field's noun after it: "the Style Bar salon". */
function cut(
  text: string,
  folded: string,
  { start, end }: ProperName,
  taken: readonly Span[],
  nouns: Nouns | undefined,
): ProperName | undefined {
  const inner = taken.find((span) => span.start < end && start < span.end);
  if (inner && inner.start <= start && inner.end >= end) return undefined;
  let to = inner && inner.start > start ? inner.start : end;
  const tail = nouns?.after.exec(text.slice(start, to));
  if (tail && tail.index > 0) to = start + tail.index;
  to = start + text.slice(start, to).replace(/[\s,]+(?:for|on|at|of|and|by|in)?\s*$/i, '').length;
  return to <= start || folded.slice(start, to).length < 2 ? undefined : { start, end: to };
}

interface Nouns {
  /** The field's noun right before a name: "the salon is", "dentist,". */
  readonly before: RegExp;
  /** The noun in lower case right after it. */
  readonly after: RegExp;
}

const nounsOf = onceInLanguage((field: WorkflowField, languageTag): Nouns | undefined => {
  const language = languageFor(languageTag);
  const words = [
    field.label,
    field.key.replaceAll('_', ' '),
    field.description ?? '',
    ...field.synonyms,
    ...field.hints,
  ];
  const telling = words
    .flatMap((said) => tokenize(fold(said)))
    .filter(({ word, kind }) => kind === 'word' && word.length > 2 && !isCommon(word, language))
    .map(({ word }) => word);
  return telling.length === 0 ? undefined : patternsOf([...new Set(telling)], language);
});

function isCommon(word: string, { stopWords, fields, agent }: Language): boolean {
  return stopWords.includes(word) || fields.generic.includes(word) || agent.naming.includes(word);
}

function patternsOf(nouns: readonly string[], { agent, fields }: Language): Nouns {
  const noun = `(?:${nouns.join('|')})(?:'?s)?`;
  const copula = `(?:${union([...fields.copulas, ...agent.naming, ',', ':', 'to', 'is actually', 'is the'])})`;
  return {
    before: new RegExp(`(?<![a-z0-9])${noun}(?:,? ${copula}|[,:]){0,3}[\\s"']{1,3}$`),
    after: new RegExp(`\\s(?:${nouns.join('|')})s?$`),
  };
}

interface Rules {
  readonly led: RegExp;
  readonly place: RegExp;
}

const rulesOf = onceFor((language: Language): Rules => {
  const { names, places, agent } = language;
  const inPlace = places.prepositions.filter((word) => !places.weak.includes(word));
  const tail = (phrases: readonly string[]) =>
    new RegExp(`(?<![a-z0-9'])(?:${union(phrases)})(?:\\s(?:the|a|an))?[\\s"':]{1,3}$`);
  return {
    led: tail([...names.withs, ...names.whenAsked, ...agent.naming, 'name is', 'called', 'named']),
    place: tail(inPlace),
  };
});
