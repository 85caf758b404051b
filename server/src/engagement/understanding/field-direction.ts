import type { WorkflowField } from '../workflow/definition.ts';
import { onceFor, onceInLanguage } from './keep.ts';
import { type Language, languageFor } from './languages/index.ts';
import { anywhere, everyMatch } from './phrase.ts';
import { fold } from './text.ts';

/** Which end of a way or a stretch of time is meant: where and when it begins, or where and when it ends. */
export type Direction = 'from' | 'to';

/** The end that a field asks for, by its own words; undefined where it is neither or both. */
export const directionOfField = onceInLanguage((field: WorkflowField, languageTag): Direction | undefined => {
  const language = languageFor(languageTag);
  const words = [field.label, field.key.replaceAll('_', ' '), field.ask, field.description ?? ''].map(fold);
  return words.map((said) => onlyDirection(said, language)).find((one) => one !== undefined);
});

/** The end that the words right before a value speak of: the last such word counts. */
export function directionBefore(folded: string, start: number, languageTag: string): Direction | undefined {
  const before = folded.slice(Math.max(0, start - 30), start);
  const { from, to } = rulesOf(languageFor(languageTag));
  const [a, b] = [lastIndex(from, before), lastIndex(to, before)];
  return a === b ? undefined : a > b ? 'from' : 'to';
}

function onlyDirection(words: string, language: Language): Direction | undefined {
  const { from, to } = rulesOf(language);
  const [a, b] = [lastIndex(from, words) >= 0, lastIndex(to, words) >= 0];
  return a === b ? undefined : a ? 'from' : 'to';
}

function lastIndex(pattern: RegExp, words: string): number {
  return everyMatch(pattern, words).at(-1)?.index ?? -1;
}

interface Rules {
  readonly from: RegExp;
  readonly to: RegExp;
}

const rulesOf = onceFor((language: Language): Rules => {
  const { from, to } = language.directions;
  return { from: anywhere(from), to: anywhere(to) };
});
