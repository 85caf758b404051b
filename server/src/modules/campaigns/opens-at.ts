import { Temporal } from 'temporal-polyfill';
import { isOpenAt } from '../../engagement/calendar/index.ts';
import { weekdays } from '../../engagement/workflow/definition.ts';
import { isTimeZone } from '../../kernel/times.ts';
import type { Campaign } from './campaign.ts';

/**
 * The moment itself where the windows are open then by the clocks of a zone (IANA name, UTC where it is none), else the
 * next at which they open. Undefined where they never do. A start that the clocks jump over is the moment of the jump.
 */
export function opensAt(windows: NonNullable<Campaign['windows']>, timeZone: string, at: Date): Date | undefined {
  if (isOpenAt(windows, timeZone, at)) return at;
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  // The same weekday a week on counts too: today's opening may be over.
  for (let days = 0; days <= 7; days += 1) {
    const date = today.add({ days });
    const weekday = weekdays[date.dayOfWeek - 1];
    const openings = (weekday && windows[weekday]) ?? [];
    const starts = openings
      .map(({ from }) => date.toZonedDateTime({ timeZone: zone, plainTime: from }).epochMilliseconds)
      .filter((start) => start > at.getTime());
    if (starts.length > 0) return new Date(Math.min(...starts));
  }
  return undefined;
}
