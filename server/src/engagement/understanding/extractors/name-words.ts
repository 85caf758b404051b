import { onceFor } from '../keep.ts';
import { actWords, type Language } from '../languages/index.ts';

/** A name read from a place in a text. */
export interface NameRead {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** Written with capitals by the lead. */
  readonly capital: boolean;
}

export interface NameRules {
  /** Lower-case words may be a name. */
  readonly lower: boolean;
  /** The words before said outright that a name follows. */
  readonly explicit: boolean;
}

/** The name that begins at `start`, undefined where the words there are none: one to five words, titles and particles included. */
export function readName(
  text: string,
  folded: string,
  start: number,
  language: Language,
  rules: NameRules,
): NameRead | undefined {
  const words: Word[] = [];
  let [cursor, from] = [start, -1];
  while (words.length < 5) {
    const word = nextWord(text, folded, cursor, language);
    if (!word || !belongs(word, words, language, rules)) break;
    if (from < 0) from = word.start;
    words.push(word);
    cursor = word.end;
  }
  while (words.length > 0 && language.names.particles.includes(words.at(-1)?.folded ?? '') && !words.at(-1)?.capital)
    words.pop();
  const telling = words.filter((word) => !language.names.titles.includes(word.folded));
  const last = words.at(-1);
  if (from < 0 || !last || telling.length === 0) return undefined;
  const capital = telling.some((word) => word.capital);
  const full = telling.filter((word) => !language.names.particles.includes(word.folded));
  if (!capital && full.length > 3) return undefined;
  return {
    start: from,
    end: last.end,
    value: words.map((word) => present(word, language, capital)).join(' '),
    capital,
  };
}

interface Word {
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  readonly folded: string;
  readonly capital: boolean;
}

const wordPattern = /^[\s"]{0,3}((?:\p{L}\.){2,3}|(?:\p{L}|\p{M})+(?:['’-](?:\p{L}|\p{M})+)*\.?)/u;
const interjection = /^(?:h+m+|u+h+|u+m+|a+h+|o+h+|e+r+m*|w+o+w+|y+a+y+)$/;

function nextWord(text: string, folded: string, cursor: number, language: Language): Word | undefined {
  const match = wordPattern.exec(text.slice(cursor, cursor + 45));
  const found = match?.[1];
  if (!match || !found) return undefined;
  const start = cursor + match[0].length - found.length;
  const letters = found.replace(/\.$/, '');
  const initialOrTitle =
    letters.length === 1 || letters.includes('.') || language.names.titles.includes(letters.toLowerCase());
  const raw = found.endsWith('.') && !initialOrTitle ? found.slice(0, -1) : found;
  const end = start + raw.length;
  return {
    start,
    end,
    raw,
    folded: folded.slice(start, end).replace(/\.$/, ''),
    capital: /^(?:[dlo]['’])?\p{Lu}/u.test(raw),
  };
}

function belongs(word: Word, before: readonly Word[], language: Language, rules: NameRules): boolean {
  if (language.names.titles.includes(word.folded)) return before.length === 0;
  if (
    before.length > 0 &&
    before.at(-1)?.raw.endsWith('.') &&
    before.at(-1)?.folded.length !== 1 &&
    !language.names.titles.includes(before.at(-1)?.folded ?? '')
  )
    return false;
  if (before.length > 0 && language.names.particles.includes(word.folded)) return true;
  const notNames = setOf(language);
  if (interjection.test(word.folded)) return false;
  const titled = language.names.titles.includes(before.at(-1)?.folded ?? '');
  if ((rules.explicit || titled) && word.capital && language.names.sometimes.includes(word.folded)) return true;
  if (/^\p{Lu}\.$/u.test(word.raw)) return true;
  if (notNames.has(word.folded) || /'(?:s|re|ll|ve|d|t|m)$/.test(word.folded)) return false;
  if (word.raw.length === 1 && before.length === 0 && !rules.explicit) return false;
  if (word.capital) return rules.explicit || before.length > 0 || word.start === 0 || !hasEnding(word.folded, language);
  if (!rules.lower) return false;
  if (before.some((one) => one.capital && !language.names.titles.includes(one.folded))) return false;
  return !hasEnding(word.folded, language);
}

function hasEnding(word: string, language: Language): boolean {
  return word.length > 5 && language.names.endings.some((ending) => word.endsWith(ending));
}

function present(word: Word, language: Language, capital: boolean): string {
  if (word.capital && !(word.raw.length > 3 && word.raw === word.raw.toUpperCase())) return word.raw;
  if (language.names.particles.includes(word.folded) && (capital || word.folded.length > 1))
    return word.raw.toLowerCase();
  return word.raw
    .toLowerCase()
    .replace(/(^|[-'’])(\p{L})/gu, (_, edge: string, letter: string) => edge + letter.toUpperCase());
}

const setOf = onceFor(
  (language: Language): ReadonlySet<string> => new Set([...language.names.notNames, ...actWords(language)]),
);
