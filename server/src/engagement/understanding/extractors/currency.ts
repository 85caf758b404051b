import { onceFor } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { anywhere, found } from '../phrase.ts';
import { fold } from '../text.ts';
import type { Money, Span, SpeechContext } from '../types.ts';
import { currencyOfCountry, currencyOfUnit } from './currencies.ts';
import { isOnlyAnswer } from './only-answer.ts';
import { findQuantities, type Quantity } from './quantity.ts';
import { type Extractor, type Listening, spanOf, withoutOverlaps } from './types.ts';

/**
 * Sums of money. With a symbol, a code or a currency's name they are sure; a bare number is only a candidate. Of a
 * range, the upper end for a field that asks for a limit (validation of a maximum, hints such as "budget"), else the lower.
 */
export const findMoney: Extractor<Money> = (text, context, listening) => {
  const folded = fold(text);
  const home = listening?.field?.currency ?? currencyOfCountry(context.country);
  const quantities = findQuantities(text, context).filter((quantity) => quantity.value >= 0);
  return withoutOverlaps(quantities.map((quantity) => read(text, folded, quantity, home, context, listening)));
};

function read(
  text: string,
  folded: string,
  quantity: Quantity,
  home: string,
  context: SpeechContext,
  listening: Listening | undefined,
): Span<Money> {
  const before = symbolBefore(text, folded, quantity.start, home);
  const after = before ? undefined : unitAfter(folded, quantity.end, home, context.language);
  const inner = before || after ? undefined : symbolInside(folded.slice(quantity.start, quantity.end), home);
  const unit = before ?? after ?? inner;
  const range = { start: before?.start ?? quantity.start, end: after?.end ?? quantity.end };
  const upper = quantity.upper !== undefined && wantsUpper(listening, context.language);
  const amount = upper ? (quantity.upper ?? quantity.value) : quantity.value;
  const alone = listening?.asked === true && isOnlyAnswer(text, range.start, range.end, context.language);
  const certainty = unit ? 0.9 : alone ? 0.7 : quantity.scaled ? 0.55 : 0.4;
  return spanOf(
    text,
    range,
    { amount, currency: unit?.code ?? home },
    quantity.upper === undefined ? certainty : certainty * 0.85,
  );
}

interface Unit {
  readonly code: string;
  readonly start?: number;
  readonly end?: number;
}

const symbolEnd = /(?:(?:us|a|au|c|ca|nz|s|hk|mx|r)?\$|[€£¥₹₽₩₺₪₴฿₫₱₦]|(?<![a-z])[a-z]{2,4})\s?$/;

function symbolBefore(text: string, folded: string, start: number, home: string): Unit | undefined {
  const match = symbolEnd.exec(folded.slice(Math.max(0, start - 5), start));
  if (!match) return undefined;
  const words = match[0].trim();
  const at = start - match[0].length;
  if (words === 'rs') return { code: 'INR', start: at };
  const code = /^[a-z]+$/.test(words)
    ? currencyOfUnit(text.slice(at, at + words.length).toUpperCase(), home)
    : currencyOfUnit(words, home);
  return code ? { code, start: at } : undefined;
}

function unitAfter(folded: string, end: number, home: string, language: string): Unit | undefined {
  const match = /^\s?(\$|[€£¥₹₽₩₺₪₴฿₫₱₦]|zł|[a-z]{2,9}(?![a-z]))/.exec(folded.slice(end, end + 12));
  const word = match?.[1];
  if (!match || !word) return undefined;
  const units = languageFor(language).money.units;
  const unit = Object.hasOwn(units, word) ? units[word] : /^[a-z]/.test(word) && word !== 'zł' ? undefined : word;
  const code = unit && currencyOfUnit(unit, home);
  return code ? { code, end: end + match[0].length } : undefined;
}

function symbolInside(words: string, home: string): Unit | undefined {
  const symbol = /[$€£¥₹]/.exec(words)?.[0];
  const code = symbol && currencyOfUnit(symbol, home);
  return code ? { code } : undefined;
}

function wantsUpper(listening: Listening | undefined, language: string): boolean {
  const field = listening?.field;
  if (!field) return false;
  const words = fold([field.key.replaceAll('_', ' '), field.label, ...field.hints, ...field.synonyms].join(' '));
  return found(upperOf(languageFor(language)), words);
}

const upperOf = onceFor((language: Language): RegExp => anywhere(language.money.upper));
