import type { TimeWords } from '../../languages/types.ts';
import { everyMatch } from '../../phrase.ts';
import { fold } from '../../text.ts';
import { canonicalSpelling, numberWords, ordinalWords } from './lexicon.ts';

/**
 * What was said, in the form the rules are written for: lower case, one space for any white space, numbers as digits
 * ("half past two" is "half past 2", "the fourteenth" is "the 14th"), usual misspellings put right, addresses and
 * amounts of money blanked out. Every character knows where in the original it comes from.
 */
export interface Canonical {
  readonly text: string;
  readonly original: string;
  /** UTF-16 offsets in the original of the characters from `start` to `end` (exclusive) here. */
  readonly place: (start: number, end: number) => { readonly start: number; readonly end: number };
}

export function canonicalise(original: string, time?: TimeWords): Canonical {
  const masked = mask(original);
  const phrases = time ? phrasesIn(fold(masked), time) : [];
  const pieces = masked.match(phrases.length === 0 ? piece : pieceAround(masked, phrases)) ?? [];
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  let to = 0;
  for (let index = 0; index < pieces.length; index += 1) {
    const word = pieces[index];
    if (word === undefined) break;
    const from = to;
    const phrase = phrases.find(({ start }) => start === from);
    const compound = phrase ? undefined : compoundAt(pieces, index);
    to = from + (compound?.length ?? word.length);
    const form = phrase?.english ?? compound?.form ?? translated(word, time) ?? canonicalForm(word);
    for (let at = 0; at < form.length; at += 1) {
      const same = compound === undefined && phrase === undefined && form.length === to - from;
      starts.push(same ? from + at : from);
      ends.push(same ? from + at + 1 : to);
    }
    text += form;
    if (compound !== undefined) index += 2;
  }
  const place = (start: number, end: number) => ({ start: starts[start] ?? 0, end: ends[end - 1] ?? 0 });
  return { text, original, place };
}

interface Phrase {
  readonly start: number;
  readonly end: number;
  readonly english: string;
}

/** The phrases of time of another language, in English, no two of the same words. */
function phrasesIn(folded: string, time: TimeWords): Phrase[] {
  const found: Phrase[] = [];
  for (const [pattern, english] of time.phrases) {
    for (const match of everyMatch(pattern(), folded)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (end > start && found.every((one) => end <= one.start || one.end <= start))
        found.push({ start, end, english: filled(english, match, time) });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** `$1` is a group, in English; "HALF3" is half an hour before three. */
function filled(english: string, groups: readonly (string | undefined)[], time: TimeWords): string {
  const said = english.replace(/\$(\d)/g, (_, index: string) => {
    const word = groups[Number(index)] ?? '';
    return time.words[word] ?? String(time.numbers?.[word] ?? word);
  });
  return said.replace(/HALF(\d+)/, (_, hour: string) => `${((Number(hour) + 10) % 12) + 1}:30`);
}

function pieceAround(masked: string, phrases: readonly Phrase[]): RegExp {
  const sources = phrases.map(({ start, end }) => masked.slice(start, end).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`${sources.join('|')}|${piece.source}`, 'gu');
}

function translated(word: string, time: TimeWords | undefined): string | undefined {
  if (time === undefined) return undefined;
  const folded = fold(word);
  return time.words[folded] ?? (time.numbers?.[folded] === undefined ? undefined : String(time.numbers[folded]));
}

/** A word, a number, white space or any other character: one after the other they are the whole text. */
const piece = /\p{L}[\p{L}\p{M}]*|\d+|\s+|[\s\S]/gu;

/** The same length as the text: what looks like an address, a phone number or money is turned into underscores. */
function mask(text: string): string {
  const withoutAddresses = text.includes('@') ? blank(text, address) : text;
  return /\d|www|http/i.test(text) ? maskedForms.reduce(blank, withoutAddresses) : withoutAddresses;
}

function blank(text: string, form: RegExp): string {
  return text.replace(form, (found) => '_'.repeat(found.length));
}

const address = /[^\s@]{1,64}@[^\s@]{1,255}/g;
/** All of them hold a digit or begin an address of the web. */
const maskedForms = [
  /\b(?:https?:\/\/|www\.)[^\s]{1,500}/gi,
  /[$€£₹¥]\s?\d[\d,.]{0,15}(?:\s?(?:k|m)\b)?/gi,
  /\b\d[\d,.]{0,15}\s?(?:[$€£₹¥]|usd\b|eur\b|euros?\b|gbp\b|dollars?\b|pounds?\b|bucks\b|quid\b|k\b|percent\b|%)/gi,
  /\+\d[\d ().-]{6,20}\d/g,
  /\(\d{2,5}\) ?\d[\d -]{4,12}\d/g,
  /\b\d{3}[ .-]\d{3}[ .-]\d{4}\b/g,
  /\b0\d{2,4} \d{3,4} ?\d{3,4}\b/g,
  /(?<!\d)\d{9,}(?!\d)/g,
  /\bv ?\d+(?:\.\d+)*/gi,
];

function canonicalForm(word: string): string {
  if (/^\s/.test(word)) return ' ';
  const lower = word.toLowerCase();
  if (lower.length !== word.length) return word;
  if (word === '’' || word === '‘') return "'";
  if (word === '–' || word === '—' || word === '‐' || word === '‑') return '-';
  const number = numberWords.get(lower);
  if (number !== undefined) return String(number);
  const ordinal = ordinalWords.get(lower);
  if (ordinal !== undefined) return withSuffix(ordinal);
  const stem = lower.endsWith('ish') ? numberWords.get(lower.slice(0, -3)) : undefined;
  return stem === undefined ? (canonicalSpelling.get(lower) ?? lower) : `${stem}ish`;
}

/** "twenty-one", "thirty first": three pieces that are one number. */
function compoundAt(pieces: readonly string[], index: number): { form: string; length: number } | undefined {
  const [first, joint, last] = [pieces[index], pieces[index + 1], pieces[index + 2]];
  if (first === undefined || last === undefined || (joint !== ' ' && joint !== '-')) return undefined;
  const ten = numberWords.get(first.toLowerCase()) ?? 0;
  if (ten < 20) return undefined;
  const unit = numberWords.get(last.toLowerCase()) ?? 0;
  const ordinal = ordinalWords.get(last.toLowerCase()) ?? 0;
  const length = first.length + joint.length + last.length;
  if (unit >= 1 && unit <= 9) return { form: String(ten + unit), length };
  return ordinal >= 1 && ordinal <= 9 ? { form: withSuffix(ten + ordinal), length } : undefined;
}

function withSuffix(value: number): string {
  const suffix = value > 10 && value < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${value}${suffix}`;
}
