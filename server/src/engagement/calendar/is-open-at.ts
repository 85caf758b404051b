import { Temporal } from 'temporal-polyfill';
import { type BookingRule, weekdays } from '../workflow/definition.ts';
import { firstKnownZone } from './zone-clock.ts';

/** Whether a moment falls into weekly hours as the clocks of a zone (IANA name) show it; an unknown zone reads as UTC. */
export function isOpenAt(hours: BookingRule['hours'], timeZone: string, at: Date): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(firstKnownZone(timeZone));
  const weekday = weekdays[local.dayOfWeek - 1];
  const now = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return weekday !== undefined && (hours[weekday] ?? []).some(({ from, to }) => from <= now && now < to);
}
