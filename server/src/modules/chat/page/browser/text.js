// Longest first: an address inside a link is part of the link.
const linkPattern = new RegExp(
  [
    String.raw`(?<url>\b(?:https?:\/\/|www\.)[^\s<>"“”]+)`,
    String.raw`(?<mail>[\w.+%-]+@[a-z\d-]+(?:\.[a-z\d-]+)+)`,
    String.raw`(?<phone>(?<![\w.:/+-])(?:\+\d|\(?0|\(\d{3}\)|\d{3}[-.]\d{3}[-.]\d{4}\b)(?:[ \u00a0.()/-]{0,2}\d)*)`,
  ].join('|'),
  'giu',
);
const dateOrHoursPattern = /^(?:\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}|\d\d\.\d\d-\d\d\.\d\d)$/u;

/**
 * Cuts a message into plain pieces and links: web and e-mail addresses, and phone numbers.
 * @param {string} text
 * @returns {{ text: string, href: string | null }[]} their texts together are the text given
 */
export function splitLinks(text) {
  /** @type {{ text: string, href: string | null }[]} */
  const pieces = [];
  let from = 0;
  for (const match of text.matchAll(linkPattern)) {
    const found = trimEnd(match[0]);
    const href = hrefOf(found, match.groups ?? {});
    if (!href) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), href: null });
    pieces.push({ text: found, href });
    from = match.index + found.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), href: null });
  return pieces;
}

/** A sentence's full stop, and a bracket that was opened before the link, are no part of it. @param {string} found */
function trimEnd(found) {
  let end = found.replace(/[\s.,;:!?'’"*_(-]+$/u, '');
  while (end.endsWith(')') && end.split(')').length > end.split('(').length) end = trimEnd(end.slice(0, -1));
  return end;
}

/** @param {string} found @param {Record<string, string | undefined>} groups */
function hrefOf(found, groups) {
  if (groups.url) {
    const address = /^www\./iu.test(found) ? `https://${found}` : found;
    return URL.canParse(address) ? new URL(address).href : null;
  }
  if (groups.mail) return `mailto:${found}`;
  const digits = found.replace(/\D/gu, '').length;
  if (digits < 8 || digits > 15 || dateOrHoursPattern.test(found)) return null;
  // The zero in brackets is left out by who dials the country too.
  return `tel:${found.replace(/^(\+.*)\(0\)/u, '$1').replace(/[^\d+]/gu, '')}`;
}

// Browsers also report tags that `Intl` does not take, such as `en-US@posix`.
const english = /^en-[A-Z]{2}$/u.test(navigator.language) ? navigator.language : 'en-GB';

/** The time of day where the reader is, as the reader writes it. @param {string} instant ISO 8601 */
export const timeLabel = (instant) => new Date(instant).toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' });

/** The day where the reader is. @param {string} instant ISO 8601 @param {Date} now */
export function dayLabel(instant, now) {
  const day = new Date(instant);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day.toDateString() === now.toDateString()) return 'Today';
  if (day.toDateString() === yesterday.toDateString()) return 'Yesterday';
  const year = day.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return day.toLocaleDateString(english, { weekday: 'long', day: 'numeric', month: 'long', year });
}
