import { wallMsOf } from '../calendar/plan.ts';
import { dayMs } from '../calendar/zone-clock.ts';
import { nextOpen, nextOpenIn, type Week } from './open-times.ts';

/** Times of the day as "HH:MM"; from later than to runs over midnight, both alike are never. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/**
 * When the quiet hours end in all of the zones; undefined where it is quiet in none of them now. Zones that lie so far
 * apart that it is always quiet in one are judged by the first of them alone. Where all hours are quiet, a day from now.
 */
export function quietUntil(now: Date, zones: readonly string[], quietHours: QuietHours): Date | undefined {
  const nowMs = now.getTime();
  const [first = 'UTC'] = zones;
  const week = loudWeekOf(quietHours);
  const end = nextOpen(week, zones, nowMs) ?? nextOpenIn(week, first, nowMs) ?? nowMs + dayMs;
  return end === nowMs ? undefined : new Date(end);
}

function loudWeekOf(quietHours: QuietHours): Week {
  const [from, to] = [wallMsOf(quietHours.from), wallMsOf(quietHours.to)];
  const loud =
    from > to
      ? [{ from: to, to: from }]
      : [
          { from: 0, to: from },
          { from: to, to: dayMs },
        ];
  const day = loud.filter((opening) => opening.from < opening.to);
  return Array.from({ length: 7 }, () => day);
}
