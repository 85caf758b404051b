import { onceFor } from '../keep.ts';
import type { Language } from '../languages/index.ts';
import type { Token } from '../text.ts';
import type { NumberRead, NumberReader } from './quantity.ts';

/** A phrase that stands for a number: "a couple of", "half a dozen". */
export function readNumberPhrase(reader: NumberReader, index: number): NumberRead | undefined {
  const { phrases } = reader.language.numbers;
  if (!beginningsOf(reader.language).has(reader.tokens[index]?.word ?? '')) return undefined;
  for (const length of [3, 2, 1]) {
    const part = reader.tokens.slice(index, index + length);
    const [first, last] = [part[0], part.at(-1)];
    const phrase = part.map((token) => token.word).join(' ');
    if (!first || !last || part.length < length || !Object.hasOwn(phrases, phrase)) continue;
    const quantity = { start: first.start, end: last.end, value: phrases[phrase] ?? 0, scaled: false };
    return { quantity, next: index + length };
  }
  return undefined;
}

/** The words that a phrase for a number begins with. */
const beginningsOf = onceFor(
  ({ numbers }: Language) => new Set(Object.keys(numbers.phrases).map((phrase) => phrase.split(' ', 1)[0] ?? '')),
);

/** A number in words at token `index`: "twenty-two", "one hundred and five thousand", "a million", "two and a half". */
export function readNumberWords(reader: NumberReader, index: number): NumberRead | undefined {
  const { articles, minus } = reader.language.numbers;
  const first = reader.tokens[index];
  if (!first) return undefined;
  const negative = minus.includes(first.word);
  const begin = negative ? index + 1 : index;
  const article = articles.includes(reader.tokens[begin]?.word ?? '') && scaleOf(reader, begin + 1) !== undefined;
  const sum: Sum = {
    total: 0,
    current: article ? 1 : 0,
    last: article ? 0 : Number.POSITIVE_INFINITY,
    words: 0,
    scaled: false,
  };
  let cursor = article ? begin + 1 : begin;
  for (let step = addWord(reader, cursor, sum, article); step > 0; step = addWord(reader, cursor, sum, article))
    cursor += step;
  const last = reader.tokens[cursor - 1];
  if (sum.words === 0 || !last || (sum.words === 1 && isPronoun(reader, cursor - 1))) return undefined;
  const value = Math.round((sum.total + sum.current) * 1e6) / 1e6;
  const quantity = { start: first.start, end: last.end, value: negative ? -value : value, scaled: sum.scaled };
  return { quantity, next: cursor };
}

interface Sum {
  total: number;
  /** What has not been multiplied by a thousand or more yet. */
  current: number;
  /** The last small number added; infinity where any may follow, 0 where none may. */
  last: number;
  words: number;
  scaled: boolean;
}

/** Takes the word at `cursor` into the sum and returns how many tokens it used; 0 where the number ends. */
function addWord(reader: NumberReader, cursor: number, sum: Sum, article: boolean): number {
  const { small, joiners, articles, half } = reader.language.numbers;
  const word = reader.tokens[cursor]?.word ?? '';
  const unit = Object.hasOwn(small, word) ? small[word] : undefined;
  const scale = scaleOf(reader, cursor);
  if (unit !== undefined && fits(unit, sum.last)) {
    sum.current += unit;
    sum.last = unit;
    sum.words++;
    return 1;
  }
  if (scale !== undefined && (sum.words > 0 || article)) {
    multiply(sum, scale);
    return 1;
  }
  if (sum.words === 0 || !joiners.includes(word)) return 0;
  const [next, afterNext] = [reader.tokens[cursor + 1]?.word ?? '', reader.tokens[cursor + 2]?.word ?? ''];
  if (articles.includes(next) && half.includes(`${next} ${afterNext}`)) {
    sum.current += 0.5;
    return 3;
  }
  const continues = sum.scaled && sum.last === Number.POSITIVE_INFINITY && Object.hasOwn(small, next);
  return continues ? 1 : 0;
}

function multiply(sum: Sum, scale: number): void {
  if (scale === 100) sum.current *= scale;
  else {
    sum.total += sum.current * scale;
    sum.current = 0;
  }
  sum.last = Number.POSITIVE_INFINITY;
  sum.words++;
  sum.scaled = true;
}

function scaleOf(reader: NumberReader, index: number): number | undefined {
  const token: Token | undefined = reader.tokens[index];
  const { scales } = reader.language.numbers;
  return token?.kind === 'word' && token.word.length > 2 && Object.hasOwn(scales, token.word)
    ? scales[token.word]
    : undefined;
}

/** Twenty takes two but not ten; a scale takes anything below it; nothing follows a unit. */
function fits(unit: number, last: number): boolean {
  if (last === Number.POSITIVE_INFINITY) return true;
  return last >= 20 && last < 100 && unit > 0 && unit < 10;
}

/** "the second one", "one of them", "find me one": a pronoun, not a number. */
function isPronoun({ tokens, language }: NumberReader, index: number): boolean {
  const { small, approximators, pronounBefore, pronounAfter } = language.numbers;
  const word = tokens[index]?.word ?? '';
  if (small[word] !== 1 || Object.keys(small).find((other) => small[other] === 1) !== word) return false;
  const [before, after] = [tokens[index - 1], tokens[index + 1]];
  if (before && approximators.includes(before.word)) return false;
  if (after && pronounAfter.includes(after.word)) return true;
  if (!before || !pronounBefore.includes(before.word)) return false;
  return after === undefined || after.kind === 'mark' || language.stopWords.includes(after.word);
}
