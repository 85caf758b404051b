import { onceFor } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { everyMatch, union } from '../phrase.ts';
import { fold } from '../text.ts';
import type { Span } from '../types.ts';
import { type Extractor, spanOf, withoutOverlaps } from './types.ts';

/** E-mail addresses, in lower case; also spoken ones ("ana at example dot com"). */
export const findEmails: Extractor<string> = (text, context) => {
  const spans: Span<string>[] = [];
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const span = aroundAt(text, at);
    if (span) spans.push(span);
  }
  if (spans.length === 0) spans.push(...spokenIn(text, context.language));
  return withoutOverlaps(spans);
};

const localLetter = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const edgeOfLocal = /^[.'!?=/&`|-]+/;
const domain = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}\.){1,8}[\p{L}]{2,24}(?![\p{L}\p{N}])/u;

function aroundAt(text: string, at: number): Span<string> | undefined {
  let start = at;
  while (start > 0 && at - start < 64 && localLetter.test(text.charAt(start - 1))) start--;
  const local = text.slice(start, at);
  start += edgeOfLocal.exec(local)?.[0].length ?? 0;
  const host = domain.exec(text.slice(at + 1, at + 254))?.[0];
  if (start === at || !host || host.includes('..') || /\.\.|\.$/.test(text.slice(start, at))) return undefined;
  const range = { start, end: at + 1 + host.length };
  return spanOf(text, range, text.slice(range.start, range.end).toLowerCase(), 0.98);
}

interface Spoken {
  readonly address: RegExp;
  readonly dots: RegExp;
}

function spokenIn(text: string, languageTag: string): Span<string>[] {
  const rules = rulesOf(languageFor(languageTag));
  return everyMatch(rules.address, fold(text)).map((match) => {
    const value = `${match[1] ?? ''}@${match[2] ?? ''}`.replace(rules.dots, '.');
    return spanOf(text, { start: match.index, end: match.index + match[0].length }, value, 0.85);
  });
}

const rulesOf = onceFor((language: Language): Spoken => {
  const [at, dot] = [union(language.email.at), union(language.email.dot)];
  const point = `(?:\\s(?:${dot})\\s|\\.)`;
  const local = `[a-z0-9][a-z0-9_-]{0,63}(?:${point}[a-z0-9_-]{1,63}){0,3}`;
  const host = `[a-z0-9-]{1,63}(?:${point}[a-z0-9-]{1,63}){0,3}${point}(?!(?:${dot})(?![a-z]))[a-z]{2,24}`;
  return {
    address: new RegExp(`(?<![a-z0-9._-])(${local})\\s(?:${at})\\s(${host})(?![a-z0-9])`, 'g'),
    dots: new RegExp(`\\s(?:${dot})\\s`, 'g'),
  };
});
