import type { Language } from '../languages/index.ts';
import { union } from '../phrase.ts';
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
  const spans = [...folded.matchAll(numbered)].map((match) => {
    const range = { start: match.index, end: match.index + match[0].length };
    return spanOf(text, range, text.slice(range.start, range.end), wanted.address ? 0.9 : 0.6);
  });
  if (spans.length > 0) return spans;
  return [...folded.matchAll(plain)].flatMap((match) => {
    const name = match[1] ?? '';
    const end = match.index + match[0].length;
    const said = capitalised.exec(text.slice(match.index, match.index + name.length))?.[0];
    if (!said) return [];
    const start = match.index + name.length - said.length;
    return [spanOf(text, { start, end }, text.slice(start, end), wanted.address || wanted.asked ? 0.65 : 0.55)];
  });
}

const capitalised = /(?:\p{Lu}[\p{L}'.-]{0,24}\s{1,2}){1,3}$/u;
const compiled = new WeakMap<Language, { numbered: RegExp; plain: RegExp }>();

function patternsOf(language: Language): { numbered: RegExp; plain: RegExp } {
  const known = compiled.get(language);
  if (known) return known;
  const { streetWords, unitWords } = language.places;
  const name = "(?:[a-z0-9'.-]{1,25}\\s{1,2})";
  const unit = `(?:,?\\s(?:${union(unitWords)})\\.?\\s{0,2}#?[a-z0-9-]{1,6}(?![a-z0-9]))?`;
  const street = `(?:${union(streetWords)})(?![a-z0-9'])\\.?${unit}`;
  const patterns = {
    numbered: new RegExp(`(?<![a-z0-9#])\\d{1,5}[a-z]?\\s{1,2}${name}{1,4}?${street}`, 'g'),
    plain: new RegExp(`(?<![a-z0-9#])(${name}{1,3}?)${street}`, 'g'),
  };
  compiled.set(language, patterns);
  return patterns;
}
