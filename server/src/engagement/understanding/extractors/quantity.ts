import { type Language, languageFor } from '../languages/index.ts';
import { fold, type Token, tokenize } from '../text.ts';
import type { SpeechContext } from '../types.ts';

/** A number as said, before it is known what it counts. */
export interface Quantity {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  /** The upper end, where a range was said: "between 1000 and 1500", "2-3". */
  readonly upper?: number;
  readonly confidence: number;
  /** Said as words. */
  readonly worded: boolean;
}

/** All numbers of a text in order: digits with separators, words, "2k", "a couple of", ranges. Ordinals are none. */
export function findQuantities(text: string, context: SpeechContext): Quantity[] {
  const folded = fold(text);
  const reader: Reader = {
    folded,
    tokens: tokenize(folded),
    language: languageFor(context.language),
    decimalComma: usesDecimalComma(context.country),
  };
  const found: Quantity[] = [];
  for (let index = 0; index < reader.tokens.length; ) {
    const read = readOne(reader, index);
    if (read) found.push(read.quantity);
    index = read ? read.next : index + 1;
  }
  return joinRanges(reader, found);
}

interface Reader {
  readonly folded: string;
  readonly tokens: readonly Token[];
  readonly language: Language;
  readonly decimalComma: boolean;
}

interface Read {
  readonly quantity: Quantity;
  readonly next: number;
}

function readOne(reader: Reader, index: number): Read | undefined {
  const token = reader.tokens[index];
  if (!token || token.kind === 'mark') return undefined;
  return token.kind === 'number'
    ? readDigits(reader, index, token)
    : (readPhrase(reader, index) ?? readWords(reader, index));
}

function readDigits(reader: Reader, index: number, token: Token): Read | undefined {
  const { folded, tokens, language } = reader;
  const after = folded.slice(token.end, token.end + 3);
  if (/^(?:st|nd|rd|th)(?![a-z])/.test(after) || /^:\d/.test(after) || /[a-z_#@]/.test(folded.charAt(token.start - 1)))
    return undefined;
  const plain = parseDigits(token.word, reader.decimalComma);
  if (plain === undefined) return undefined;
  let value = plain;
  let [end, next] = [token.end, index + 1];
  const scaleToken = tokens[next];
  const scale =
    scaleToken && Object.hasOwn(language.numbers.scales, scaleToken.word)
      ? language.numbers.scales[scaleToken.word]
      : undefined;
  if (scaleToken && scale && scaleToken.start - end <= 1 && !(scaleToken.word === 'm' && scaleToken.start > end)) {
    value = round(value * scale);
    end = scaleToken.end;
    next++;
  }
  const before = folded.charAt(token.start - 1);
  const minus =
    before === '-' && !/[a-z0-9)]/.test(folded.charAt(token.start - 2)) && folded.charAt(token.start - 2) !== '-';
  const start = minus ? token.start - 1 : token.start;
  return { quantity: { start, end, value: minus ? -value : value, confidence: 0.9, worded: false }, next };
}

/** Digits with separators of thousands and decimals; undefined for what is no number, such as a date or a version. */
function parseDigits(word: string, decimalComma: boolean): number | undefined {
  if (word.length > 20) return undefined;
  if (/^\d+$/.test(word)) return Number(word);
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(word)) return Number(word.replaceAll(',', ''));
  if (/^\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?$/.test(word)) return Number(word.replaceAll('.', '').replace(',', '.'));
  if (/^\d{1,3}\.\d{3}(?:,\d+)?$/.test(word) && (decimalComma || word.includes(',')))
    return Number(word.replace('.', '').replace(',', '.'));
  if (/^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/.test(word)) return Number(word.replaceAll(',', ''));
  if (/^\d+\.\d+$/.test(word)) return Number(word);
  if (/^\d+,\d{1,2}$/.test(word)) return Number(word.replace(',', '.'));
  return undefined;
}

function readPhrase(reader: Reader, index: number): Read | undefined {
  const { tokens, language } = reader;
  for (const length of [3, 2, 1]) {
    const part = tokens.slice(index, index + length);
    const last = part.at(-1);
    const first = part[0];
    if (!first || !last || part.length < length) continue;
    const phrase = part.map((token) => token.word).join(' ');
    const value = Object.hasOwn(language.numbers.phrases, phrase) ? language.numbers.phrases[phrase] : undefined;
    if (value !== undefined)
      return {
        quantity: { start: first.start, end: last.end, value, confidence: 0.8, worded: true },
        next: index + length,
      };
  }
  return undefined;
}

/** "twenty-two", "one hundred and five thousand", "a million", "two and a half". */
function readWords(reader: Reader, index: number): Read | undefined {
  const { tokens, language } = reader;
  const { small, scales, articles, joiners, half, minus } = language.numbers;
  let cursor = index;
  const negative = minus.includes(tokens[cursor]?.word ?? '');
  if (negative) cursor++;
  const beginsWithArticle = articles.includes(tokens[cursor]?.word ?? '') && isScaleWord(tokens[cursor + 1], scales);
  if (beginsWithArticle) cursor++;
  let [total, current, end, words] = [0, beginsWithArticle ? 1 : 0, -1, 0];
  let lastSmall = beginsWithArticle ? 0 : Number.POSITIVE_INFINITY;
  for (; cursor < tokens.length; cursor++) {
    const token = tokens[cursor];
    if (!token || token.kind !== 'word') break;
    const unit = Object.hasOwn(small, token.word) ? small[token.word] : undefined;
    const scale = isScaleWord(token, scales) ? scales[token.word] : undefined;
    if (unit !== undefined && fits(unit, lastSmall)) {
      current += unit;
      lastSmall = unit === 0 ? 0 : unit;
    } else if (scale !== undefined && (words > 0 || beginsWithArticle)) {
      if (scale === 100) current *= scale;
      else {
        total += current * scale;
        current = 0;
      }
      lastSmall = Number.POSITIVE_INFINITY;
    } else if (words > 0 && joiners.includes(token.word) && continues(tokens, cursor + 1, reader, lastSmall)) continue;
    else if (words > 0 && half.includes(`${tokens[cursor - 1]?.word ?? ''} ${token.word}`)) current += 0.5;
    else if (
      words > 0 &&
      articles.includes(token.word) &&
      half.includes(`${token.word} ${tokens[cursor + 1]?.word ?? ''}`)
    )
      continue;
    else break;
    words++;
    end = token.end;
  }
  const first = tokens[index];
  if (!first || end < 0 || (words === 1 && isPronoun(reader, cursor - 1))) return undefined;
  const value = round(total + current);
  const certainty = words === 1 && (small[first.word] ?? 2) <= 1 ? 0.7 : 0.85;
  return {
    quantity: { start: first.start, end, value: negative ? -value : value, confidence: certainty, worded: true },
    next: cursor,
  };
}

function isScaleWord(token: Token | undefined, scales: Readonly<Record<string, number>>): boolean {
  return token?.kind === 'word' && token.word.length > 2 && Object.hasOwn(scales, token.word);
}

/** Twenty takes two but not ten; a hundred takes anything below it; nothing follows a unit. */
function fits(unit: number, last: number): boolean {
  if (last === Number.POSITIVE_INFINITY) return true;
  if (last === 0) return false;
  return last >= 20 && last < 100 && unit < 10 && unit > 0;
}

function continues(tokens: readonly Token[], index: number, reader: Reader, lastSmall: number): boolean {
  const { small, articles, half } = reader.language.numbers;
  const token = tokens[index];
  if (!token) return false;
  if (articles.includes(token.word)) return half.includes(`${token.word} ${tokens[index + 1]?.word ?? ''}`);
  return lastSmall === Number.POSITIVE_INFINITY && Object.hasOwn(small, token.word);
}

/** "the second one", "one of them", "find me one": a pronoun, not a number. */
function isPronoun(reader: Reader, index: number): boolean {
  const { tokens, language } = reader;
  if (language.numbers.small[tokens[index]?.word ?? ''] !== 1 || tokens[index]?.word === 'single') return false;
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  if (before && language.numbers.approximators.includes(before.word)) return false;
  if (after && language.numbers.pronounAfter.includes(after.word)) return true;
  if (!before || !language.numbers.pronounBefore.includes(before.word)) return false;
  return after === undefined || after.kind === 'mark' || language.stopWords.includes(after.word);
}

function joinRanges(reader: Reader, found: readonly Quantity[]): Quantity[] {
  const joined: Quantity[] = [];
  for (let index = 0; index < found.length; index++) {
    const [low, high] = [found[index], found[index + 1]];
    if (!low) continue;
    const between = high
      ? reader.folded
          .slice(low.end, high.start)
          .replace(/[$€£]|[a-z]{3}(?=$)/g, (part) => (part === 'and' ? part : ''))
          .trim()
      : '';
    if (high && isRange(reader, low, between) && Math.abs(high.value) >= low.value) {
      const magnitude =
        high.value >= 1000 && low.value < 1000 && high.value / low.value > 100 ? scaleOf(high.value) : 1;
      joined.push({
        start: low.start,
        end: high.end,
        value: low.value * magnitude,
        upper: Math.abs(high.value),
        confidence: 0.75,
        worded: low.worded,
      });
      index++;
    } else joined.push(low);
  }
  return joined;
}

function isRange(reader: Reader, low: Quantity, between: string): boolean {
  if (!reader.language.numbers.rangeJoiners.includes(between)) return false;
  if (!reader.language.numbers.joiners.includes(between)) return true;
  return /(?:between|from|zwischen|entre)\s{1,3}[$€£]?\s?$/.test(
    reader.folded.slice(Math.max(0, low.start - 12), low.start),
  );
}

function scaleOf(value: number): number {
  return value >= 1_000_000 ? 1_000_000 : 1000;
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

const decimalCommas = new Map<string, boolean>();

function usesDecimalComma(country: string): boolean {
  const code = /^[A-Z]{2}$/.test(country) ? country : 'US';
  const known = decimalCommas.get(code);
  if (known !== undefined) return known;
  const locale = new Intl.Locale(`und-${code}`).maximize();
  const comma = new Intl.NumberFormat(`${locale.language}-${code}`).format(1.5).includes(',');
  decimalCommas.set(code, comma);
  return comma;
}
