import { z } from 'zod';

/** A moment that a caller tells: ISO 8601 with an offset or Z, from 1900 on, as years that Postgres lacks would fail later. */
export const timeInput = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= FIRST_MOMENT, 'Give a time from the year 1900 on.');

/** A moment as a bound of a list. One before 1970, such as 0001-01-01, is before everything. */
export const timeFilter = z.iso.datetime({ offset: true }).transform((text) => new Date(Math.max(0, Date.parse(text))));

/**
 * The lowest id that a row made at this moment can have: a list's bounds of time as bounds of its ids, which its index
 * has. Holds since a row's `created_at` is the time inside its id.
 */
export function firstIdAt(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

const FIRST_MOMENT = Date.UTC(1900, 0, 1);
