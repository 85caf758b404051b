import { z } from 'zod';

/**
 * A moment that a caller tells: ISO 8601 with an offset or Z, in the years 1900 to 9999 of UTC: an offset can lead out
 * of them, and Postgres cannot read what JavaScript writes for years beyond.
 */
export const timeInput = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= FIRST_MOMENT, 'Give a time from the year 1900 on.')
  .refine((text) => Date.parse(text) <= LAST_MOMENT, 'Give a time up to the year 9999 in UTC.');

/** A moment as a bound of a list. One before 1970 is before everything, and one after 9999 is the last moment of 9999. */
export const timeFilter = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(Math.min(LAST_MOMENT, Math.max(0, Date.parse(text)))));

/**
 * The lowest id that a row made at this moment can have: a list's bounds of time as bounds of its ids, which its index
 * has. Holds since a row's `created_at` is the time inside its id.
 */
export function firstIdAt(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/**
 * A moment as the API writes it, UTC with three digits, of one inside JSON that Postgres made: there it has an offset and
 * no trailing zeros. As it mostly comes it need only be cut.
 */
export function fromJsonTime(text: string): string {
  return text.length === 29 && text.endsWith('+00:00') ? `${text.slice(0, 23)}Z` : new Date(text).toISOString();
}

/** Whether this machine knows a zone of this name, as IANA writes them. */
export function isTimeZone(zone: string): boolean {
  // Intl takes offsets such as +01:00 too: they are no zone and know no summer time.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    // RangeError is how Intl says that it knows no such zone.
    return false;
  }
}

const FIRST_MOMENT = Date.UTC(1900, 0, 1);
const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
