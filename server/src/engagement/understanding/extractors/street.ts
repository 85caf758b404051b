import { onceFor } from '../keep.ts';
import type { Language } from '../languages/index.ts';
import { everyMatch, union } from '../phrase.ts';
import { fold } from '../text.ts';
import type { Span } from '../types.ts';
import { spanOf } from './types.ts';

/** Streets, with their number and unit where they are said. Without a number, only a capitalised name counts. */
export function findStreets(
  text: string,
  folded: string,
  language: Language,
  wanted: { readonly address: boolean; readonly asked: boolean },
): Span<string>[] {
  const { numbered, plain } = patternsOf(language);
  const spans = everyMatch(numbered, folded).map((match) => {
    const range = { start: match.index, end: match.index + match[0].length };
    return spanOf(text, range, text.slice(range.start, range.end), wanted.address ? 0.9 : 0.6);
  });
  if (spans.length > 0) return spans;
  return everyMatch(plain, folded).flatMap((match) => {
    const name = match[1] ?? '';
    const end = match.index + match[0].length;
    const said = capitalised.exec(text.slice(match.index, match.index + name.length))?.[0];
    if (!said || isCommon(fold(said), language)) return [];
    const start = match.index + name.length - said.length;
    return [spanOf(text, { start, end }, text.slice(start, end), wanted.address || wanted.asked ? 0.65 : 0.55)];
  });
}

/** "That place", "The way": words that name no street. */
function isCommon(words: string, { stopWords, places }: Language): boolean {
  return words
    .trim()
    .split(/\s+/)
    .every((word) => stopWords.includes(word) || places.notPlaces.includes(word));
}

const capitalised = /(?:\p{Lu}[\p{L}'.-]{0,24}\s{1,2}){1,3}$/u;

const patternsOf = onceFor((language: Language): { numbered: RegExp; plain: RegExp } => {
  const { streetWords, unitWords } = language.places;
  const name = "(?:[a-z0-9'.-]{1,25}\\s{1,2})";
  const unit = `(?:,?\\s(?:${union(unitWords)})\\.?\\s{0,2}#?[a-z0-9-]{1,6}(?![a-z0-9]))?`;
  const street = `(?:${union(streetWords)})(?![a-z0-9'])\\.?${unit}`;
  return {
    numbered: new RegExp(`(?<![a-z0-9#])\\d{1,5}[a-z]?\\s{1,2}${name}{1,4}?${street}`, 'g'),
    plain: new RegExp(`(?<![a-z0-9#])(${name}{1,3}?)${street}`, 'g'),
  };
});
