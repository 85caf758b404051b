// What the tests of the calendar share.
import { Temporal } from 'temporal-polyfill';
import type { TimeWish } from '../understanding/types.ts';
import { type BookingRule, bookingSchema, type Weekday, weekdays } from '../workflow/definition.ts';
import type { Slot } from './types.ts';

type Opening = { readonly from: string; readonly to: string };
type Hours = Partial<Record<Weekday, readonly Opening[]>>;

/** Opening times written "09:00-12:00 13:00-17:00", the same on each of the days. */
export function hours(openings: string, days: readonly Weekday[] = weekdays): Hours {
  const list = openings.split(' ').map((opening) => {
    const [from = '', to = ''] = opening.split('-');
    return { from, to };
  });
  return Object.fromEntries(days.map((day) => [day, list]));
}

/** A rule as the schema returns it: an hour's appointment, nine to five on all days, no notice. */
export function rule(overrides: Readonly<Record<string, unknown>> = {}): BookingRule {
  return bookingSchema.parse({
    title: 'Visit',
    durationMinutes: 60,
    noticeMinutes: 0,
    hours: hours('09:00-17:00'),
    ...overrides,
  });
}

export function wish(parts: Partial<TimeWish>): TimeWish {
  return { text: 'said', confidence: 1, ...parts };
}

/** A slot's start on the wall: "2026-05-11 09:00". */
export function wall(slot: { readonly startAt: string }, timeZone: string): string {
  const start = Temporal.Instant.from(slot.startAt).toZonedDateTimeISO(timeZone);
  return start.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

export function walls(slots: readonly Slot[], timeZone: string): string[] {
  return slots.map((slot) => wall(slot, timeZone));
}

/** A busy time from wall times of a zone. */
export function busy(from: string, to: string, timeZone: string, resourceKey?: string) {
  const at = (local: string): string => {
    const zoned = Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime(timeZone);
    return new Date(zoned.epochMilliseconds).toISOString();
  };
  return { startAt: at(from), endAt: at(to), ...(resourceKey === undefined ? {} : { resourceKey }) };
}
