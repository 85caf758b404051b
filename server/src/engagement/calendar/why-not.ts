import type { TimeWish } from '../understanding/types.ts';
import type { Interval } from './busy-regions.ts';
import { dateOf, type Plan } from './plan.ts';
import { dayOf, fitsDay, timeWindows } from './wish-filter.ts';
import { dayMs, minuteMs } from './zone-clock.ts';

/** Why nothing that the rule offers could meet a wish, however free the calendar is; `taken` where it could. */
export type Obstacle = 'closed' | 'too_soon' | 'too_far' | 'outside_hours' | 'taken';

/**
 * What stands in the way of a wish that no free slot meets. The days come first (past, beyond the horizon, closed),
 * then the hours, then the notice: so "Sunday at 9" is answered with Sunday being closed.
 */
export function obstacleTo(plan: Plan, wish: TimeWish): Obstacle {
  if (wish.toDate !== undefined && wish.toDate < dateOf(plan.today)) return 'too_soon';
  if (wish.fromDate !== undefined && wish.fromDate > dateOf(plan.lastDay)) return 'too_far';
  const days = daysOf(plan, wish);
  if (days.length === 0) return 'too_far';
  const open = days.filter((day) => openingsOf(plan, day).length > 0);
  if (open.length === 0) return 'closed';
  const starts = open.flatMap((day) => openingsOf(plan, day).flatMap((one) => lastFittingStarts(plan, wish, one)));
  if (starts.length === 0) return 'outside_hours';
  return starts.every((start) => start < plan.earliestMs) ? 'too_soon' : 'taken';
}

function daysOf(plan: Plan, wish: TimeWish): number[] {
  const days: number[] = [];
  for (let day = plan.today; day <= plan.lastDay; day += 1) if (fitsDay(wish, day)) days.push(day);
  return days;
}

/** Openings of all places as wall times, cut to the day itself, with what runs over from the evening before. */
function openingsOf(plan: Plan, day: number): Interval[] {
  const midnight = day * dayMs;
  return plan.places
    .filter((place) => !place.isClosedOn(day))
    .flatMap((place) => [
      ...place.openingsOn(day).map(({ from, to }) => ({ from: midnight + from, to: midnight + to })),
      ...(place.isClosedOn(day - 1) ? [] : place.openingsOn(day - 1))
        .filter(({ to }) => to > dayMs)
        .map(({ to }) => ({ from: midnight, to: midnight + to - dayMs })),
    ]);
}

/** For each stretch of the day wished, the last instant at which a whole appointment could start in the opening. */
function lastFittingStarts(plan: Plan, wish: TimeWish, opening: Interval): number[] {
  const midnight = dayOf(opening.from) * dayMs;
  return timeWindows(wish).flatMap(({ from, to }) => {
    const latest = Math.min(opening.to - plan.durationMs, midnight + to - minuteMs);
    return latest >= Math.max(opening.from, midnight + from) ? [plan.clock.instantFrom(latest)] : [];
  });
}
