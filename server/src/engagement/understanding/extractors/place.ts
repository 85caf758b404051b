import { isAddress } from '../field-roles.ts';
import { actWords, type Language, languageFor } from '../languages/index.ts';
import { union } from '../phrase.ts';
import { fold } from '../text.ts';
import type { Span } from '../types.ts';
import { findByLabel } from './by-label.ts';
import { type Extractor, spanOf, withoutOverlaps } from './types.ts';

/**
 * Towns, areas and addresses, without a list of them: after a word of place ("in Concord", "near Oak Street"), as a
 * street with a number, and bare when it was asked for. The value is the words as said.
 */
export const findPlaces: Extractor<string> = (text, context, listening) => {
  const { field, asked = false } = listening ?? {};
  const folded = fold(text);
  const language = languageFor(context.language);
  const rules = rulesOf(language);
  const address = field ? isAddress(field) : false;
  const spans = streets(text, folded, rules, address, asked);
  if (address)
    return withoutOverlaps([...spans, ...(spans.length === 0 && asked ? bare(text, folded, language, rules) : [])]);
  if (field)
    spans.push(
      ...findByLabel(text, folded, field, context.language, asked)
        .filter((span) => asked || /^\p{Lu}/u.test(span.text))
        .map((span) => ({ ...span, confidence: 0.6 })),
    );
  const lazy = !/\p{Lu}/u.test(text.slice(1).replace(/\bI\b/g, ''));
  for (const match of folded.matchAll(rules.preposition)) {
    const words = match[0].trim();
    const article = /\sthe$/.test(words);
    const firm = rules.firm.has(article ? words.slice(0, -4) : words);
    const place = readPlace(text, folded, match.index + match[0].length, language, firm && !article && (asked || lazy));
    if (!place) continue;
    const certainty = (firm ? 0.78 : asked ? 0.6 : words === 'from' ? 0.55 : 0.45) - (place.capital ? 0 : 0.15);
    spans.push(spanOf(text, place, text.slice(place.start, place.end), certainty));
  }
  if (asked && spans.length === 0) spans.push(...bare(text, folded, language, rules));
  return withoutOverlaps(spans);
};

interface Rules {
  readonly preposition: RegExp;
  readonly street: RegExp;
  readonly lead: RegExp;
  readonly firm: ReadonlySet<string>;
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly capital: boolean;
}

const compiled = new WeakMap<Language, Rules>();
const sets = new WeakMap<Language, ReadonlySet<string>>();

function rulesOf(language: Language): Rules {
  const known = compiled.get(language);
  if (known) return known;
  const { prepositions, streetWords } = language.places;
  const weak = new Set(language.places.weak);
  const rules = {
    preposition: new RegExp(
      `(?<![a-z0-9'])(?:${union(prepositions)})(?![a-z0-9'])\\s{1,3}(?:the\\s)?(?:(?:city|town|area|neighbo(?:u)?rhood|district)\\sof\\s)?`,
      'g',
    ),
    street: new RegExp(
      `(?<![a-z0-9#])(\\d{1,5}[a-z]?\\s{1,2})?((?:[a-z0-9'.-]{1,25}\\s{1,2}){1,4})(${union(streetWords)})(?![a-z0-9'])\\.?(?:,?\\s(?:apt|apartment|unit|suite|ste|#|no|flat)\\.?\\s{0,2}#?[a-z0-9-]{1,6}(?![a-z0-9]))?`,
      'g',
    ),
    lead: new RegExp(
      `^(?:[\\s,"']{0,3}(?:${union([...language.texts.leading, ...language.fillers, 'how about', 'what about', 'try', 'near', 'in', 'around', 'at', 'i want', 'i am looking for', 'i prefer', 'somewhere in'])})(?![a-z0-9'])[\\s,.!:-]{0,3}){0,4}`,
    ),
    firm: new Set(prepositions.filter((word) => !weak.has(word))),
  };
  compiled.set(language, rules);
  return rules;
}

function streets(text: string, folded: string, rules: Rules, address: boolean, asked: boolean): Span<string>[] {
  return [...folded.matchAll(rules.street)].flatMap((match) => {
    const number = match[1] ?? '';
    let start = match.index;
    if (number === '') {
      const name = /(?:\p{Lu}[\p{L}'.-]*\s{1,2}){1,3}$/u.exec(
        text.slice(match.index, match.index + (match[2] ?? '').length),
      )?.[0];
      if (!name) return [];
      start += (match[2] ?? '').length - name.length;
    }
    const end = match.index + match[0].length;
    if (number === '' && !address && !asked) return [spanOf(text, { start, end }, text.slice(start, end), 0.55)];
    return [spanOf(text, { start, end }, text.slice(start, end), number === '' ? 0.65 : address ? 0.9 : 0.6)];
  });
}

function readPlace(text: string, folded: string, start: number, language: Language, lower: boolean): Place | undefined {
  const notPlaces = setOf(language);
  let [cursor, end, words, capital] = [start, -1, 0, false];
  while (words < 5) {
    const match = /^[\s]{0,2}((?:\p{L}|\p{M}|\d)+(?:['’.-](?:\p{L}|\p{M}|\d)+)*\.?)/u.exec(
      text.slice(cursor, cursor + 40),
    );
    const raw = match?.[1]?.replace(/\.$/, '');
    if (!match || !raw) break;
    const at = cursor + match[0].length - (match[1]?.length ?? 0);
    const word = folded.slice(at, at + raw.length);
    const upper = /^\p{Lu}/u.test(raw);
    if (words > 0 && !upper && language.places.trailing.includes(word)) break;
    if (words > 0 && language.places.connectors.includes(word) && !upper) {
      const next = /^\s{1,2}(\p{Lu})/u.exec(text.slice(at + raw.length, at + raw.length + 4));
      if (!next || word === 'and' || word === 'on' || word === 'in') break;
    } else if (
      (notPlaces.has(word) && !(upper && words > 0 && language.places.trailing.includes(word))) ||
      !(upper || mayBeLower(text, at, raw, { lower, capital, words }))
    )
      break;
    else if (!upper && words >= 3) break;
    capital ||= upper;
    words++;
    end = at + raw.length;
    cursor = end;
    if (match[1]?.endsWith('.') && raw.length > 2) break;
  }
  if (end < 0) return undefined;
  const from = start + (/^\s*/.exec(text.slice(start, start + 4))?.[0].length ?? 0);
  return { start: from, end, capital };
}

/** A lower-case word of a place: where all is lower-case, before a capital ("san Jose"), or last after one ("Walnut creek"). */
function mayBeLower(
  text: string,
  at: number,
  raw: string,
  so: { lower: boolean; capital: boolean; words: number },
): boolean {
  if (/^\d/.test(raw)) return false;
  const rest = text.slice(at + raw.length, at + raw.length + 6);
  if (so.words === 0 && raw.length <= 5 && /^\s\p{Lu}/u.test(rest)) return true;
  if (so.capital) return so.lower && so.words === 1 && /^(?:\s*$|\s?[,.!?])/.test(rest);
  return so.lower;
}

function bare(text: string, folded: string, language: Language, rules: Rules): Span<string>[] {
  for (let from = 0; from < Math.min(text.length, 200); ) {
    const start = from + (rules.lead.exec(folded.slice(from, from + 120))?.[0].length ?? 0);
    const place = readPlace(text, folded, start, language, true);
    const rest = place ? folded.slice(place.end).trimStart() : '';
    const closed =
      rest === '' || /^[,.!?\n;(-]/.test(rest) || language.places.trailing.some((word) => rest.startsWith(word));
    if (
      place &&
      (closed || (place.capital && /^(?:is|would|will|and|sounds|works|should|with|for|or)(?![a-z])/.test(rest)))
    ) {
      return [spanOf(text, place, text.slice(place.start, place.end), 0.65)];
    }
    const mark = /[,.!?\n]/.exec(folded.slice(from));
    if (!mark) break;
    from += mark.index + 1;
  }
  return anyCapital(text, folded, language);
}

/** The first capitalised words inside a sentence of the answer: "let's try San Jose". */
function anyCapital(text: string, folded: string, language: Language): Span<string>[] {
  for (const match of text.slice(0, 300).matchAll(/(?<=[\p{Ll}\p{N}],?\s)\p{Lu}/gu)) {
    const place = readPlace(text, folded, match.index, language, true);
    if (place) return [spanOf(text, place, text.slice(place.start, place.end), 0.45)];
  }
  return [];
}

function setOf(language: Language): ReadonlySet<string> {
  const known = sets.get(language);
  if (known) return known;
  const set = new Set([...language.places.notPlaces, ...actWords(language)]);
  sets.set(language, set);
  return set;
}
