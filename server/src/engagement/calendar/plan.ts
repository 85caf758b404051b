import { invalidInput } from '../../kernel/errors.ts';
import { holds, type Values } from '../workflow/condition.ts';
import { type BookableResource, type BookingRule, type Weekday, weekdays } from '../workflow/definition.ts';
import { type FullRegions, fullRegions, type Interval } from './busy-regions.ts';
import type { BusyInterval, SlotSearch } from './types.ts';
import { dayMs, firstKnownZone, minuteMs, type ZoneClock, zoneClock } from './zone-clock.ts';

/** A search made ready: all that the walk over the days looks at, in milliseconds. */
export interface Plan {
  readonly clock: ZoneClock;
  readonly durationMs: number;
  readonly stepMs: number;
  readonly bufferMs: number;
  /** No slot starts before this instant. */
  readonly earliestMs: number;
  /** Days since 1970-01-01 on the wall: today, and the last day that can be booked. */
  readonly today: number;
  readonly lastDay: number;
  /** Those that can be booked, in the rule's order. */
  readonly places: readonly Place[];
}

/** A person or a room, or the one nameless place of a rule that lists none. */
export interface Place {
  readonly key: string | undefined;
  readonly name: string | undefined;
  /** Its place in the rule's order. */
  readonly order: number;
  /** Wall openings of a day; `to` passes 24 hours where an opening runs over midnight. */
  readonly openingsOn: (day: number) => readonly Interval[];
  readonly isClosedOn: (day: number) => boolean;
  readonly full: FullRegions;
}

/** Never throws on a rule that the schema accepts; throws `invalid_input` on a busy interval that is no time. */
export function planOf(search: SlotSearch): Plan {
  const { booking } = search;
  const now = search.now.getTime();
  const zone = firstKnownZone(booking.timeZone, search.timeZone);
  const clock = zoneClock(zone, now - 3 * dayMs, now + (booking.horizonDays + 3) * dayMs);
  const today = Math.floor(clock.wallAt(now) / dayMs);
  const durationMinutes = search.durationMinutes ?? durationOf(booking, search.values);
  return {
    clock,
    durationMs: durationMinutes * minuteMs,
    stepMs: (booking.slotStepMinutes ?? durationMinutes) * minuteMs,
    bufferMs: booking.bufferMinutes * minuteMs,
    earliestMs: now + booking.noticeMinutes * minuteMs,
    today,
    lastDay: today + booking.horizonDays,
    places: placesOf(search),
  };
}

/** How long an appointment takes, in minutes: by the select field that decides it (several choices add up). */
function durationOf(booking: BookingRule, values: Values | undefined): number {
  const { durations } = booking;
  if (durations === undefined) return booking.durationMinutes;
  const said = values?.get(durations.field);
  const choices = Array.isArray(said) ? said : [said];
  const minutes = choices.map((choice) =>
    typeof choice === 'string' && Object.hasOwn(durations.minutes, choice) ? (durations.minutes[choice] ?? 0) : 0,
  );
  const sum = minutes.reduce((a, b) => a + b, 0);
  return sum === 0 ? booking.durationMinutes : Math.min(sum, 1440);
}

/** YYYY-MM-DD of a day counted from 1970-01-01. */
export function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** 1 Monday to 7 Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function placesOf(search: SlotSearch): Place[] {
  const { booking, values = new Map(), resourceKey } = search;
  const open = booking.resources.filter((one) => one.when === undefined || holds(one.when, values));
  const wanted: readonly (BookableResource | undefined)[] = booking.resources.length === 0 ? [undefined] : open;
  return wanted
    .filter((one) => resourceKey === undefined || one?.key === resourceKey)
    .map((one, order) => placeOf(booking, one, order, search.busy));
}

function placeOf(
  booking: BookingRule,
  resource: BookableResource | undefined,
  order: number,
  busy: readonly BusyInterval[],
): Place {
  const hours = resource?.hours ?? booking.hours;
  const closed = new Set([...booking.closures, ...(resource?.closures ?? [])]);
  const byWeekday = weekdays.map((weekday) => openingsOf(hours[weekday]));
  const taken = busy.filter((one) => resource === undefined || (one.resourceKey ?? resource.key) === resource.key);
  return {
    key: resource?.key,
    name: resource?.name,
    order,
    openingsOn: (day) => byWeekday[weekdayOf(day) - 1] ?? [],
    isClosedOn: (day) => closed.size > 0 && closed.has(dateOf(day)),
    full: fullRegions(
      taken.map((one) => withBuffer(one, booking.bufferMinutes)),
      resource?.capacity ?? 1,
    ),
  };
}

function withBuffer(busy: BusyInterval, bufferMinutes: number): Interval {
  const [from, to] = [Date.parse(busy.startAt), Date.parse(busy.endAt)];
  if (Number.isNaN(from) || Number.isNaN(to)) {
    throw invalidInput(`A busy time must be given as two ISO 8601 times, not ${busy.startAt} and ${busy.endAt}.`);
  }
  return { from, to: to > from ? to + bufferMinutes * minuteMs : from };
}

/** An opening that ends no later than it begins runs over midnight ("18:00" to "02:00"); equal ends are no opening. */
function openingsOf(openings: BookingRule['hours'][Weekday]): Interval[] {
  return (openings ?? [])
    .map(({ from, to }) => ({ from: wallMsOf(from), to: wallMsOf(to) }))
    .filter(({ from, to }) => from !== to)
    .map(({ from, to }) => ({ from, to: to < from ? to + dayMs : to }));
}

/** Milliseconds from midnight to a time of the day, "HH:MM". */
export function wallMsOf(clockTime: string): number {
  const [hours, minutes] = clockTime.split(':');
  return (Number(hours) * 60 + Number(minutes)) * minuteMs;
}
