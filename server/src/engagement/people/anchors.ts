import { parseEmail, parsePhone } from '../../kernel/contact.ts';
import { findEmails } from '../understanding/extractors/email.ts';
import { findPhones } from '../understanding/extractors/phone.ts';
import { findUrls } from '../understanding/extractors/url.ts';
import type { SpeechContext } from '../understanding/types.ts';

/** What stands in a text by its shape alone, whatever is around it. */
export interface Anchor {
  readonly kind: 'email' | 'phone' | 'website';
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** The e-mail addresses, phone numbers and web addresses of a text in their order, however many. */
export function findAnchors(text: string, context: SpeechContext): Anchor[] {
  const anchors: Anchor[] = [];
  for (const match of text.matchAll(WORD_WITH_MARK)) {
    const [word] = match;
    const found = word.includes('@') ? emailsIn(word, context) : sitesIn(word, context);
    anchors.push(...found.map((one) => moved(one, match.index)));
  }
  anchors.push(...phonesIn(text, anchors, context));
  return anchors.sort((one, other) => one.start - other.start);
}

/** Words that can hold an address: the extractors stop after so many in one text, and read each of these by itself. */
const WORD_WITH_MARK = /[^\s,;|<>()[\]"]{0,200}[@.][^\s,;|<>()[\]"]{1,400}/g;

function emailsIn(word: string, context: SpeechContext): Anchor[] {
  return findEmails(
    word.replace(/^mailto:/i, (scheme) => ' '.repeat(scheme.length)),
    context,
  ).flatMap((span) => {
    const value = parseEmail(span.value);
    return value === undefined ? [] : [{ kind: 'email' as const, value, start: span.start, end: span.end }];
  });
}

function sitesIn(word: string, context: SpeechContext): Anchor[] {
  return findUrls(word, context).map(({ value, start, end }) => ({ kind: 'website', value, start, end }));
}

const DIGITS = /[+(]?\d[\d\s().\-/·]{5,30}(?:(?:ext|x)\.?\s?\d{1,5})?/gi;
/** A number that no published range holds needs its label or its spelling to be taken for a phone number. */
const SURE = 0.65;

function phonesIn(text: string, taken: readonly Anchor[], context: SpeechContext): Anchor[] {
  const found: Anchor[] = [];
  let next = 0;
  for (const match of text.matchAll(DIGITS)) {
    while ((taken[next]?.end ?? Number.POSITIVE_INFINITY) <= match.index) next += 1;
    const neighbour = taken[next];
    if (neighbour && neighbour.start < match.index + match[0].length) continue;
    // The letter or sign before tells a price or an address from a number.
    const from = Math.max(0, match.index - 1);
    const [span] = findPhones(text.slice(from, match.index + match[0].length + 1), context);
    if (!span || span.confidence < SURE) continue;
    const value = parsePhone(span.value, context.country)?.e164;
    if (value !== undefined) found.push({ kind: 'phone', value, start: from + span.start, end: from + span.end });
  }
  return found;
}

function moved(anchor: Anchor, by: number): Anchor {
  return { ...anchor, start: anchor.start + by, end: anchor.end + by };
}
