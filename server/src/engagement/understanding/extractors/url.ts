import { everyMatch } from '../phrase.ts';
import { fold } from '../text.ts';
import type { Span } from '../types.ts';
import { findEmails } from './email.ts';
import { type Extractor, spanOf, withoutOverlaps } from './types.ts';

/**
 * Web addresses with their scheme (https where none was said). A bare domain counts when it was asked for or ends as
 * most sites do.
 */
export const findUrls: Extractor<string> = (text, context, listening) => {
  if (!text.includes('.')) return [];
  const folded = fold(text);
  const emails = findEmails(text, context);
  const spans: Span<string>[] = [];
  for (const match of everyMatch(pattern, folded)) {
    const words = text.slice(match.index, match.index + match[0].length).replace(/[.,;:!?)'"]+$/, '');
    const range = { start: match.index, end: match.index + words.length };
    if (emails.some((email) => range.start < email.end && email.start < range.end)) continue;
    if (folded.charAt(range.end) === '@') continue;
    const marked = /^(?:https?:\/\/|www\.)/i.test(words);
    if (!marked && !listening?.asked && !commonEnd.test(words)) continue;
    const value = normalize(words);
    if (value) spans.push(spanOf(text, range, value, marked ? 0.97 : 0.8));
  }
  return withoutOverlaps(spans);
};

const pattern =
  /(?<![a-z0-9@._-])(?:https?:\/\/[^\s<>"]{3,2000}|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}(?![a-z0-9-])(?:[/?#][^\s<>"]{0,2000})?)/g;
const commonEnd =
  /\.(?:com|net|org|io|co|biz|info|app|dev|shop|store|site|online|ai|us|uk|ca|au|de|fr|es|pt|br|eu|ie|nz|in|mx)(?:[/?#]|$)/i;

function normalize(words: string): string | undefined {
  const address = /^https?:\/\//i.test(words) ? words : `https://${words}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!url.hostname.includes('.')) return undefined;
  return url.pathname === '/' && url.search === '' && url.hash === '' ? url.origin : url.href;
}
