import { type Language, languageFor } from '../languages/index.ts';
import { keepingLast } from '../last-answer.ts';
import { fold, type Token, tokenize } from '../text.ts';
import type { SpeechContext } from '../types.ts';
import { readDigits, usesDecimalComma } from './number-digits.ts';
import { joinRanges } from './number-ranges.ts';
import { readNumberPhrase, readNumberWords } from './number-words.ts';
import { maxSpans } from './types.ts';

/** A number as said, before it is known what it counts. */
export interface Quantity {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  /** The upper end, where a range was said: "between 1000 and 1500", "2-3". */
  readonly upper?: number;
  /** Said with a scale: "500k", "two million". */
  readonly scaled: boolean;
}

/** A text prepared for reading numbers. */
export interface NumberReader {
  readonly folded: string;
  readonly tokens: readonly Token[];
  readonly language: Language;
  /** The country writes 1,5 for one and a half. */
  readonly decimalComma: boolean;
}

/** A number read, and the index of the first token after it. */
export interface NumberRead {
  readonly quantity: Quantity;
  readonly next: number;
}

/** All numbers of a text in order: digits with separators, words, "2k", "a couple of", ranges. Ordinals are none. */
export const findQuantities = keepingLast(readQuantities);

function readQuantities(text: string, context: SpeechContext): readonly Quantity[] {
  const folded = fold(text);
  const reader: NumberReader = {
    folded,
    tokens: tokenize(folded),
    language: languageFor(context.language),
    decimalComma: usesDecimalComma(context.country),
  };
  const found: Quantity[] = [];
  for (let index = 0; index < reader.tokens.length && found.length < maxSpans; ) {
    const read = readOne(reader, index);
    if (read) found.push(read.quantity);
    index = read ? read.next : index + 1;
  }
  return joinRanges(reader, found);
}

function readOne(reader: NumberReader, index: number): NumberRead | undefined {
  const token = reader.tokens[index];
  if (token === undefined || token.kind === 'mark') return undefined;
  if (token.kind === 'number') return readDigits(reader, index, token);
  return readNumberPhrase(reader, index) ?? readNumberWords(reader, index);
}
