import { onceFor } from '../keep.ts';
import { actWords, type Language } from '../languages/index.ts';

/** A place read from a text. */
export interface PlaceRead {
  readonly start: number;
  readonly end: number;
  /** Written with a capital by the lead. */
  readonly capital: boolean;
}

/** The place that begins at `start`, one to five words; undefined where the words there are none. `lower`: lower-case words may be one. */
export function readPlace(
  text: string,
  folded: string,
  start: number,
  language: Language,
  lower: boolean,
): PlaceRead | undefined {
  let [cursor, end, words, capital] = [start, -1, 0, false];
  while (words < 5) {
    const word = nextWord(text, folded, cursor);
    if (!word || !belongs(word, { text, language, lower, capital, words })) break;
    capital ||= word.upper;
    words++;
    end = word.end;
    cursor = word.end;
    if (word.stopped) break;
  }
  if (end < 0) return undefined;
  const from = start + (/^\s*/.exec(text.slice(start, start + 4))?.[0].length ?? 0);
  return { start: from, end, capital };
}

interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
  readonly upper: boolean;
  /** A full stop follows. */
  readonly stopped: boolean;
}

interface Reading {
  readonly text: string;
  readonly language: Language;
  readonly lower: boolean;
  readonly capital: boolean;
  readonly words: number;
}

const wordPattern =
  /^\s{0,2}((?:\p{L}|\p{M}|\d){1,30}(?:(?:['’-]|(?<=(?<!\p{L})\p{L}{1,2})\.)(?:\p{L}|\p{M}|\d){1,30}){0,3})(\.?)/u;
const contraction = /'(?:ve|m|re|ll|d|t)$/;

function nextWord(text: string, folded: string, cursor: number): Word | undefined {
  const match = wordPattern.exec(text.slice(cursor, cursor + 60));
  const raw = match?.[1];
  if (!match || !raw) return undefined;
  const stop = match[2] ?? '';
  const start = cursor + match[0].length - raw.length - stop.length;
  const end = start + raw.replace(/['’]s$/, '').length;
  return {
    folded: folded.slice(start, end),
    start,
    end,
    upper: /^\p{Lu}/u.test(raw),
    stopped: (stop !== '' && raw.length > 2) || end < start + raw.length,
  };
}

function belongs(word: Word, reading: Reading): boolean {
  const { places } = reading.language;
  if (reading.words > 0 && !word.upper) {
    if (places.trailing.includes(word.folded)) return false;
    if (places.connectors.includes(word.folded))
      return /^\s{1,2}\p{Lu}/u.test(reading.text.slice(word.end, word.end + 4));
  }
  if (contraction.test(word.folded)) return false;
  const { first, later } = setsOf(reading.language);
  const base = word.folded.replace(/'s$/, '');
  if ((word.upper && (reading.capital || isBeforeCapital(word, reading)) ? later : first).has(base)) return false;
  return word.upper || mayBeLower(word, reading);
}

/** "Old Town": a common word that begins a name. */
function isBeforeCapital(word: Word, { text }: Reading): boolean {
  return /^\s\p{Lu}\p{Ll}/u.test(text.slice(word.end, word.end + 3)) && /^\p{Lu}\p{Ll}/u.test(text.slice(word.start));
}

/** A lower-case word of a place: where all is lower-case, before a capital ("san Jose"), or last after one ("Walnut creek"). */
function mayBeLower(word: Word, { text, lower, capital, words }: Reading): boolean {
  if (/^\d|'s$|.ing$/.test(word.folded) || words >= 3) return false;
  const rest = text.slice(word.end, word.end + 6);
  if (words === 0 && word.folded.length <= 5 && /^\s\p{Lu}/u.test(rest)) return true;
  return capital ? words === 1 && word.folded.length > 2 && /^(?:\s*$|\s?[,.!?])/.test(rest) : lower;
}

interface Sets {
  /** Words that begin no place. */
  readonly first: ReadonlySet<string>;
  /** Words that a place does not hold even with a capital: most nouns can be its second word ("Mountain View"). */
  readonly later: ReadonlySet<string>;
}

const setsOf = onceFor((language: Language): Sets => {
  const { notPlaces, trailing, notLater } = language.places;
  const polite = trailing.filter((word) => language.fillers.includes(word));
  const later = new Set([...language.stopWords, ...notLater, ...polite, ...language.slots.weekdays.flat()]);
  return { first: new Set([...notPlaces, ...actWords(language)]), later };
});
