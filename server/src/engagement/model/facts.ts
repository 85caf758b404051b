import { extractors } from '../understanding/extractors/index.ts';
import { fold } from '../understanding/text.ts';
import type { SpeechContext } from '../understanding/types.ts';
import type { FieldType } from '../workflow/definition.ts';

/** What a text names that can be true or false. */
export type FactKind = 'moment' | 'day' | 'time' | 'amount' | 'number' | 'e-mail address' | 'phone number' | 'link';
export interface Fact {
  readonly kind: FactKind;
  /** Two facts with one value are one. */
  readonly value: string;
  /** The folded words that name it. */
  readonly words: string;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** How sure a reader must be, in the language of the text, and what it reads. */
const readers: readonly { readonly type: FieldType; readonly kind: FactKind; readonly least: number }[] = [
  { type: 'datetime', kind: 'moment', least: 0.5 },
  { type: 'date', kind: 'day', least: 0.5 },
  { type: 'time', kind: 'time', least: 0.5 },
  { type: 'currency', kind: 'amount', least: 0.7 },
  { type: 'email', kind: 'e-mail address', least: 0 },
  { type: 'phone', kind: 'phone number', least: 0 },
  { type: 'url', kind: 'link', least: 0 },
];

const LANGUAGES = ['en', 'es', 'pt', 'fr', 'de'];
/** In another language than the text's own a word may mean a number by chance. */
const SURE = 0.75;
/** "One moment", "which one", "the two of you". */
const SMALLEST_NUMBER_WORD = 3;

/**
 * The facts of a text: days, times, amounts, addresses, links, and all numbers. `inAll`: as they are read in any language
 * that is understood, for a text that may not be in the one that it should be in.
 */
export function factsIn(text: string, speech: SpeechContext, { inAll = false } = {}): Fact[] {
  const plain = text.normalize('NFKC');
  const facts: Fact[] = [];
  const taken: Place[] = [];
  const add = (kind: FactKind, value: unknown, words: string) =>
    facts.push({ kind, value: JSON.stringify(value), words: fold(words) });
  for (const language of inAll ? LANGUAGES : [speech.language]) {
    const isOwn = speech.language.startsWith(language);
    for (const { type, kind, least } of readers) {
      for (const span of extractors[type](plain, { ...speech, language })) {
        if (span.confidence < (isOwn ? least : SURE)) continue;
        add(kind, span.value, span.text);
        taken.push(span);
      }
    }
  }
  // A part of a time or an amount is no number of its own.
  const isFree = (start: number, end: number) => !taken.some((place) => start < place.end && place.start < end);
  for (const { value, text: words, start, end } of extractors.number(plain, speech)) {
    const isNumber = typeof value === 'number' && (/\d/.test(words) || value >= SMALLEST_NUMBER_WORD);
    if (isNumber && isFree(start, end)) add('number', value, words);
  }
  for (const { 0: digits, index } of plain.matchAll(/\d+/g)) {
    if (isFree(index, index + digits.length)) add('number', Number(digits), digits);
  }
  for (const [link] of fold(plain).matchAll(links)) add('link', link, link);
  return facts;
}

/** Links as people and machines write them, those in words among them. */
const links =
  /\b(https?|ftp|www)\b\S*|\b[\w-]+\.[a-z]{2,}\/\S*|\b[\w-]+\s?(\(|\[)?(dot|punto|punkt|ponto|point)(\)|\])?\s?(com|net|org|io|co|app|info|biz|de|fr|es|pt|uk|us|ru|cn|xyz|link)\b|@[\w.]{2,}/g;
