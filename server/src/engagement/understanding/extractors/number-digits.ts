import type { Token } from '../text.ts';
import type { NumberRead, NumberReader } from './quantity.ts';

/** A number in digits with its scale, at token `index`; undefined for an ordinal, a clock time or a part of a word. */
export function readDigits(reader: NumberReader, index: number, token: Token): NumberRead | undefined {
  if (isPartOfSomething(reader, token)) return undefined;
  const plain = parseDigits(token.word, reader.decimalComma);
  if (plain === undefined) return undefined;
  const scale = scaleAfter(reader, index, token);
  const minus = hasMinus(reader.folded, token.start);
  const value = Math.round(plain * (scale?.factor ?? 1) * 1e6) / 1e6;
  const start = minus ? token.start - 1 : token.start;
  const end = scale?.token.end ?? token.end;
  const quantity = { start, end, value: minus ? -value : value, scaled: scale !== undefined };
  return { quantity, next: scale ? index + 2 : index + 1 };
}

/** Whether the country puts a comma before decimals. */
export function usesDecimalComma(country: string): boolean {
  const code = /^[A-Z]{2}$/.test(country) ? country : 'US';
  const known = decimalCommas.get(code);
  if (known !== undefined) return known;
  const locale = new Intl.Locale(`und-${code}`).maximize();
  const comma = new Intl.NumberFormat(`${locale.language}-${code}`).format(1.5).includes(',');
  decimalCommas.set(code, comma);
  return comma;
}

const decimalCommas = new Map<string, boolean>();

function isPartOfSomething({ folded, language }: NumberReader, token: Token): boolean {
  const after = /^(?:[a-z]{1,4}(?![a-z])|:\d)/.exec(folded.slice(token.end, token.end + 6))?.[0] ?? '';
  return (
    after.startsWith(':') ||
    language.numbers.ordinalEndings.includes(after) ||
    /[a-z_#@]/.test(folded.charAt(token.start - 1)) ||
    /\d:$/.test(folded.slice(Math.max(0, token.start - 2), token.start))
  );
}

/** Digits with separators of thousands and decimals; undefined for what is no number, such as a date or a version. */
function parseDigits(word: string, decimalComma: boolean): number | undefined {
  if (word.length > 20) return undefined;
  if (/^\d+$/.test(word)) return Number(word);
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(word)) return Number(word.replaceAll(',', ''));
  if (/^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/.test(word)) return Number(word.replaceAll(',', ''));
  const pointsGroup = decimalComma || word.includes(',') || /^\d{1,3}(?:\.\d{3}){2,}/.test(word);
  if (pointsGroup && /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(word)) {
    return Number(word.replaceAll('.', '').replace(',', '.'));
  }
  if (/^\d+\.\d+$/.test(word)) return Number(word);
  return /^\d+,\d{1,2}$/.test(word) ? Number(word.replace(',', '.')) : undefined;
}

/** "k", "million" after digits; a lone "m" must touch them, since "10 m" is a length. */
function scaleAfter(reader: NumberReader, index: number, token: Token): { factor: number; token: Token } | undefined {
  const next = reader.tokens[index + 1];
  const { scales } = reader.language.numbers;
  if (!next || next.start - token.end > 1 || !Object.hasOwn(scales, next.word)) return undefined;
  if (next.word.length === 1 && next.word !== 'k' && next.start > token.end) return undefined;
  const factor = scales[next.word];
  return factor === undefined ? undefined : { factor, token: next };
}

function hasMinus(folded: string, start: number): boolean {
  return folded.charAt(start - 1) === '-' && !/[a-z0-9)-]/.test(folded.charAt(start - 2));
}
