import { everyMatch } from './phrase.ts';
/** A word or number of a text, or a mark that separates thoughts (`,` `.` `;` `:` `?` `!`). Offsets are UTF-16. */
export interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'word' | 'number' | 'mark';
}

/**
 * The text in lower case, without accents, with plain quotes, dashes and spaces: what word tables are matched against.
 * It has the same length as the text, so that an offset into one is an offset into the other.
 */
export function fold(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  let folded = '';
  for (let index = 0; index < text.length; index++) folded += foldUnit(text.charAt(index));
  return folded;
}

/**
 * Words, numbers and separating marks of a folded text, in order. Digits and letters never share a token. The answers
 * about the last few texts are kept, as each reader of a message asks for its words; they must not be changed.
 */
export function tokenize(folded: string): readonly Token[] {
  const known = recent.find((one) => one.folded === folded);
  if (known) return known.tokens;
  const tokens = tokensOf(folded);
  recent.unshift({ folded, tokens });
  recent.length = Math.min(recent.length, 4);
  return tokens;
}

const recent: { readonly folded: string; readonly tokens: readonly Token[] }[] = [];

function tokensOf(folded: string): Token[] {
  const tokens: Token[] = [];
  for (const match of everyMatch(tokenPattern, folded)) {
    const word = match[0];
    const first = word.charCodeAt(0);
    const kind = first >= 48 && first <= 57 ? 'number' : markPattern.test(word) ? 'mark' : 'word';
    tokens.push({ word, start: match.index, end: match.index + word.length, kind });
  }
  return tokens;
}

/** The offsets of `text.slice(start, end)` without the white space and the marks around it. */
export function trimRange(text: string, start: number, end: number): { start: number; end: number } {
  let [from, to] = [start, end];
  while (from < to && edge.test(text.charAt(from))) from++;
  while (to > from && edge.test(text.charAt(to - 1))) to--;
  return { start: from, end: to };
}

/** How many single-letter changes (insert, delete, replace, swap of neighbours) part two words; more than `limit` reads limit + 1. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1);
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length] ?? limit + 1, limit + 1);
}

const plain = /^[\x20-\x7e]*$/;
const tokenPattern = /\d+(?:[.,]\d+)*|(?:\p{L}|\p{M})+(?:'(?:\p{L}|\p{M})+)*|[,.;:?!()\n]/gu;
const markPattern = /^[,.;:?!()\n]$/;
const edge = /[\s,.;:!?()"'“”’*_-]/;
const cache = new Map<string, string>();
const substitutes: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '`': "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '‑': '-',
  '−': '-',
  '\n': '\n',
};

function foldUnit(unit: string): string {
  const known = cache.get(unit);
  if (known !== undefined) return known;
  const base = substitutes[unit] ?? (/\s/.test(unit) ? ' ' : unit.normalize('NFD').charAt(0));
  const lower = base.toLowerCase();
  const folded = lower.length === 1 ? lower : unit;
  if (cache.size < 4096) cache.set(unit, folded);
  return folded;
}
