import type { TimeWish } from '../understanding/types.ts';
import type { Interval } from './busy-regions.ts';
import { weekdayOf } from './plan.ts';
import { dayMs, minuteMs } from './zone-clock.ts';

/** Whether a day, counted from 1970-01-01, is one the wish allows; what is no date allows all. */
export function fitsDay(wish: TimeWish | undefined, day: number): boolean {
  if (wish === undefined) return true;
  if (wish.weekdays !== undefined && wish.weekdays.length > 0 && !wish.weekdays.includes(weekdayOf(day))) return false;
  return day >= (dayFrom(wish.fromDate) ?? day) && day <= (dayFrom(wish.toDate) ?? day);
}

/** Whether a start at this wall time is at a time of day the wish allows. */
export function fitsTime(wish: TimeWish | undefined, wallMs: number): boolean {
  const time = wallMs - dayOf(wallMs) * dayMs;
  return timeWindows(wish).some(({ from, to }) => time >= from && time < to);
}

/** The times of day a wish allows, in milliseconds since midnight, ends exclusive; two where it runs over midnight. */
export function timeWindows(wish: TimeWish | undefined): Interval[] {
  const exact = timeMs(wish?.time);
  if (exact !== undefined) return [{ from: exact, to: exact + minuteMs }];
  const [from, to] = [timeMs(wish?.fromTime) ?? 0, timeMs(wish?.toTime) ?? dayMs];
  if (to > from) return [{ from, to }];
  return [
    { from: 0, to },
    { from, to: dayMs },
  ];
}

/** Whether the wish says anything about days; about the time of day. */
export function namesDays(wish: TimeWish): boolean {
  return wish.fromDate !== undefined || wish.toDate !== undefined || (wish.weekdays?.length ?? 0) > 0;
}

export function namesTime(wish: TimeWish): boolean {
  return wish.time !== undefined || wish.fromTime !== undefined || wish.toTime !== undefined;
}

/** The day of a wall time, counted from 1970-01-01. */
export function dayOf(wallMs: number): number {
  return Math.floor(wallMs / dayMs);
}

/** A date YYYY-MM-DD as a day counted from 1970-01-01; undefined where it is none. */
export function dayFrom(date: string | undefined): number | undefined {
  const ms = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(ms) ? undefined : dayOf(ms);
}

function timeMs(time: string | undefined): number | undefined {
  const parts = time === undefined ? null : /^(\d{2}):(\d{2})$/.exec(time);
  return parts === null ? undefined : (Number(parts[1]) * 60 + Number(parts[2])) * minuteMs;
}
