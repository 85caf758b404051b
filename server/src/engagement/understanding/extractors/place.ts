import { isAddress } from '../field-roles.ts';
import { onceFor } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { atStart, everyMatch, union } from '../phrase.ts';
import { fold } from '../text.ts';
import type { Span } from '../types.ts';
import { findByLabel } from './by-label.ts';
import { readPlace } from './place-words.ts';
import { findStreets } from './street.ts';
import { type Extractor, spanOf, withoutOverlaps } from './types.ts';

/**
 * Towns, areas and addresses, without a list of them: after a word of place ("in Concord", "near Oak Street"), as a
 * street with a number, and bare when it was asked for. The value is the words as said.
 */
export const findPlaces: Extractor<string> = (text, context, listening) => {
  const { field, asked = false } = listening ?? {};
  const message: Message = { text, folded: fold(text), language: languageFor(context.language), asked };
  const address = field ? isAddress(field, context.language) : false;
  const spans = findStreets(text, message.folded, message.language, { address, asked });
  if (!address) {
    if (field) spans.push(...byLabel(message, findByLabel(text, message.folded, field, context.language, asked)));
    spans.push(...afterPrepositions(message));
  }
  if (asked && spans.length === 0) spans.push(...bare(message));
  return withoutOverlaps(spans);
};

interface Message {
  readonly text: string;
  readonly folded: string;
  readonly language: Language;
  readonly asked: boolean;
}

interface Rules {
  readonly preposition: RegExp;
  readonly article: RegExp;
  readonly lead: RegExp;
  readonly following: RegExp;
  /** Prepositions after which a lower-case word can be a place. */
  readonly firm: ReadonlySet<string>;
}

const rulesOf = onceFor((language: Language): Rules => {
  const { prepositions, weak, articles, kinds, leading, following } = language.places;
  const before = [...language.texts.leading, ...language.fillers, ...leading];
  return {
    preposition: new RegExp(
      `(?<![a-z0-9'])(?:${union(prepositions)})(?![a-z0-9'])\\s{1,3}(?:(?:${union(articles)})\\s)?(?:(?:${union(kinds)})\\s)?`,
      'g',
    ),
    article: new RegExp(`\\s(?:${union(articles)})$`),
    lead: new RegExp(`^(?:[\\s,"']{0,3}(?:${union(before)})(?![a-z0-9'])[\\s,.!:-]{0,3}){0,4}`),
    following: atStart(following),
    firm: new Set(prepositions.filter((word) => !weak.includes(word))),
  };
});

function byLabel({ asked }: Message, spans: readonly Span<string>[]): Span<string>[] {
  return spans.filter((span) => asked || /^\p{Lu}/u.test(span.text)).map((span) => ({ ...span, confidence: 0.6 }));
}

function afterPrepositions({ text, folded, language, asked }: Message): Span<string>[] {
  const rules = rulesOf(language);
  /** People who write without capitals write places without them, too. */
  const lazy = !/\p{Lu}/u.test(text.slice(1).replace(/\bI\b/g, ''));
  return everyMatch(rules.preposition, folded).flatMap((match) => {
    const words = match[0].trim();
    const firm = rules.firm.has(words.replace(rules.article, ''));
    const lower = firm && (asked || lazy) && !rules.article.test(words);
    const place = readPlace(text, folded, match.index + match[0].length, language, lower);
    if (!place) return [];
    const certainty = (firm ? 0.78 : asked ? 0.6 : 0.45) - (place.capital ? 0 : 0.15);
    return [spanOf(text, place, text.slice(place.start, place.end), certainty)];
  });
}

/** A place and nothing else before the first mark: "san jose", "Concord would be good". */
function bare(message: Message): Span<string>[] {
  const { text, folded, language } = message;
  const rules = rulesOf(language);
  for (let from = 0; from < Math.min(text.length, 200); ) {
    const start = from + (rules.lead.exec(folded.slice(from, from + 120))?.[0].length ?? 0);
    const place = readPlace(text, folded, start, language, true);
    const rest = place ? folded.slice(place.end, place.end + 40).trimStart() : '';
    const closed =
      rest === '' ||
      /^(?:[,.!?\n;(-]|\p{Extended_Pictographic})/u.test(rest) ||
      language.places.trailing.some((word) => rest.startsWith(word));
    if (place && (closed || (place.capital && rules.following.test(rest)))) {
      return [spanOf(text, place, text.slice(place.start, place.end), 0.65)];
    }
    const mark = /[,.!?\n]/.exec(folded.slice(from));
    if (!mark) break;
    from += mark.index + 1;
  }
  return anyCapital(message);
}

/** The first capitalised words inside a sentence of the answer: "let's try San Jose". */
function anyCapital({ text, folded, language }: Message): Span<string>[] {
  for (const match of everyMatch(/(?<=[\p{Ll}\p{N}],?\s)\p{Lu}/gu, text.slice(0, 300))) {
    const place = readPlace(text, folded, match.index, language, true);
    if (place) return [spanOf(text, place, text.slice(place.start, place.end), 0.45)];
  }
  return [];
}
