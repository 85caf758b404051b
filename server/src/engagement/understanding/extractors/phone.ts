import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { onceFor } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { everyMatch, union } from '../phrase.ts';
import { fold, tokenize } from '../text.ts';
import type { Span, SpeechContext } from '../types.ts';
import { type Extractor, spanOf, withoutOverlaps } from './types.ts';

/**
 * Phone numbers as E.164: international ones, national ones of the context's country, and digits spoken as words.
 * A number of a possible length that no published range holds is returned with a lower confidence.
 */
export const findPhones: Extractor<string> = (text, context) => {
  const folded = fold(text);
  const spans: Span<string>[] = [];
  let tried = 0;
  for (const match of everyMatch(candidateOf(languageFor(context.language)), folded)) {
    if (++tried > maxTried) break;
    const trimmed = match[0].replace(/[\s().,/-]+$/, '');
    const range = { start: match.index, end: match.index + trimmed.length };
    const span = read(text, range, trimmed.replace(/^[a-z]+\s{1,3}/, '+'), context);
    if (span) spans.push(span);
  }
  if (spans.length === 0) spans.push(...spokenIn(text, folded, context));
  return withoutOverlaps(spans);
};

/** Reading a number costs some 30 microseconds; nobody gives more of them in a message. */
const maxTried = 8;
const digitsPattern =
  '\\d(?:[\\s().\\-/]{0,3}\\d){5,17}(?:\\s{0,2}(?:ext|x|extension)\\.?\\s{0,2}\\d{1,5})?(?![a-z0-9@_])';

const candidateOf = onceFor((language: Language): RegExp => {
  const sign = `(?:\\+|(?:${union(language.numbers.plus)})\\s{1,3}|\\()?`;
  return new RegExp(`(?<![a-z0-9@$€£_.])${sign}${digitsPattern}`, 'g');
});

const dateLike = /^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./-])\d{1,2}\1\d{2,4})(?:\s|$)/;

function read(
  text: string,
  range: { start: number; end: number },
  words: string,
  context: SpeechContext,
): Span<string> | undefined {
  if (dateLike.test(words)) return undefined;
  const digits = words.replace(/\D/g, '');
  if (digits.length < 7 && !words.startsWith('+')) return undefined;
  const country = countryOf(context.country);
  const spelling = /^00[1-9]/.test(digits) && !words.startsWith('+') ? `+${digits.slice(2)}` : words;
  const phone = parsePhoneNumberFromString(spelling, country ? { defaultCountry: country } : undefined);
  if (phone?.isValid()) return spanOf(text, range, phone.number, 0.96);
  const international = spelling.startsWith('+') ? undefined : parsePhoneNumberFromString(`+${digits}`);
  if (international?.isValid() && digits.length > 10) return spanOf(text, range, international.number, 0.8);
  if (phone?.isPossible()) return spanOf(text, range, phone.number, /[\s().+-]/.test(words) ? 0.7 : 0.6);
  return undefined;
}

function countryOf(code: string): CountryCode | undefined {
  const upper = code.toUpperCase();
  return isSupportedCountry(upper) ? upper : undefined;
}

/** Seven digits or more said one by one: "five five five, oh one double two". */
function spokenIn(text: string, folded: string, context: SpeechContext): Span<string>[] {
  const { spokenDigits: digits, repeats } = languageFor(context.language).numbers;
  const spans: Span<string>[] = [];
  let said = '';
  let words = 0;
  let [start, end, times] = [0, 0, 1];
  const flush = (): void => {
    if (said.length >= 7 && said.length <= 15 && words >= 4) {
      const span = read(text, { start, end }, said, context);
      if (span) spans.push({ ...span, confidence: span.confidence * 0.9 });
    }
    said = '';
    words = 0;
    times = 1;
  };
  for (const token of tokenize(folded)) {
    const digit =
      token.kind === 'number' ? token.word : Object.hasOwn(digits, token.word) ? digits[token.word] : undefined;
    if (digit !== undefined && /^\d+$/.test(digit)) {
      if (said === '') start = token.start;
      said += digit.repeat(times);
      end = token.end;
      words += token.kind === 'word' ? times : 0;
      times = 1;
    } else if (Object.hasOwn(repeats, token.word)) times = repeats[token.word] ?? 1;
    else if (token.word !== ',' && token.word !== '.') flush();
  }
  flush();
  return spans;
}
