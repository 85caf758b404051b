import { onceFor } from '../keep.ts';
import type { Language } from '../languages/index.ts';
import { union } from '../phrase.ts';
import type { NumberReader, Quantity } from './quantity.ts';

/** Joins the two ends of each range into one quantity: "2-3", "between 1000 and 1500", "400 to 500k". */
export function joinRanges(reader: NumberReader, found: readonly Quantity[]): Quantity[] {
  const joined: Quantity[] = [];
  for (let index = 0; index < found.length; index++) {
    const [low, high] = [found[index], found[index + 1]];
    if (!low) continue;
    const range = high && isRange(reader, low, high) ? rangeOf(low, high) : undefined;
    joined.push(range ?? low);
    if (range) index++;
  }
  return joined;
}

function rangeOf(low: Quantity, high: Quantity): Quantity {
  const upper = Math.abs(high.value);
  const shares = high.scaled && !low.scaled && low.value < 1000 && upper >= 1000;
  const factor = shares ? (upper >= 1_000_000 ? 1_000_000 : 1000) : 1;
  return { start: low.start, end: high.end, value: low.value * factor, upper, scaled: high.scaled };
}

function isRange({ folded, language }: NumberReader, low: Quantity, high: Quantity): boolean {
  if (Math.abs(high.value) < low.value) return false;
  const { rangeJoiners, joiners } = language.numbers;
  const between = folded.slice(low.end, high.start).replace(/[$€£]/g, '').trim();
  const joiner = rangeJoiners.find(
    (word) => between === word || (between.endsWith(` ${word}`) && between.length <= word.length + 8),
  );
  if (joiner === undefined) return folded.charAt(high.start) === '-' && between === '';
  if (!joiners.includes(joiner)) return joiner === between;
  return startOf(language).test(folded.slice(Math.max(0, low.start - 20), low.start));
}

const startOf = onceFor(
  (language: Language): RegExp => new RegExp(`(?<![a-z])(?:${union(language.numbers.rangeStarts)})\\s{1,3}[$€£]?\\s?$`),
);
