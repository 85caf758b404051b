// When it is open by the clocks of all zones a lead may be in. A time is judged by what the wall shows there and then,
// so an hour that is skipped opens nothing and one that comes twice is judged twice.
import { wallMsOf, weekdayOf } from '../calendar/plan.ts';
import { dayMs, firstKnownZone, type ZoneClock, zoneClock } from '../calendar/zone-clock.ts';
import { type Weekday, weekdays } from '../workflow/booking-schema.ts';

/** A stretch of a local day, in milliseconds since its midnight on the wall. */
interface Opening {
  readonly from: number;
  readonly to: number;
}

/** The openings of the seven weekdays, Monday first, each day's in their order. */
export type Week = readonly (readonly Opening[])[];

/** A week repeats, and the clocks of two zones may have moved apart in the meantime. */
const FARTHEST_MS = 15 * dayMs;

export function weekOf(
  windows: readonly { readonly weekdays: readonly Weekday[]; readonly from: string; readonly to: string }[],
): Week {
  return weekdays.map((weekday) =>
    windows
      .filter((window) => window.weekdays.includes(weekday))
      .map(({ from, to }) => ({ from: wallMsOf(from), to: wallMsOf(to) }))
      .sort((a, b) => a.from - b.from),
  );
}

/** The first instant from `fromMs` on that is open in all zones; undefined where there is none within 15 days. */
export function nextOpen(week: Week, zones: readonly string[], fromMs: number): number | undefined {
  let at = fromMs;
  while (at <= fromMs + FARTHEST_MS) {
    let latest = at;
    for (const zone of zones) {
      const open = nextOpenIn(week, zone, latest);
      if (open === undefined) return undefined;
      latest = open;
    }
    if (latest === at) return at;
    at = latest;
  }
  return undefined;
}

/** As `nextOpen`, by the clock of one zone. */
export function nextOpenIn(week: Week, zone: string, fromMs: number): number | undefined {
  let at = fromMs;
  while (at <= fromMs + FARTHEST_MS) {
    const { offset, to } = clockOf(zone, at).stretchAt(at);
    const wall = nextOpenWall(week, at + offset);
    if (wall === undefined) return undefined;
    if (wall - offset < to) return wall - offset;
    at = to;
  }
  return undefined;
}

/** The opening that holds a wall time. */
export function openingAt(week: Week, wallMs: number): Opening | undefined {
  const day = Math.floor(wallMs / dayMs);
  const time = wallMs - day * dayMs;
  return openingsOn(week, day).find(({ from, to }) => from <= time && time < to);
}

/** Whether it opens at all on a day counted from 1970-01-01. */
export function opensOn(week: Week, day: number): boolean {
  return openingsOn(week, day).length > 0;
}

/**
 * A clock that is right at an instant and 13 months on. Kept, as making one takes a hundred times as long as all that
 * is asked of it; what it says depends on nothing but the zone and the year.
 */
export function clockOf(zone: string, instantMs: number): ZoneClock {
  const year = new Date(instantMs).getUTCFullYear();
  let ofYear = clocks.get(year);
  if (ofYear === undefined) {
    if (clocks.size >= MAX_YEARS) clocks.clear();
    ofYear = new Map();
    clocks.set(year, ofYear);
  }
  const known = ofYear.get(zone);
  if (known !== undefined) return known;
  if (ofYear.size >= MAX_ZONES) ofYear.clear();
  const clock = zoneClock(firstKnownZone(zone), Date.UTC(year, 0, -3), Date.UTC(year + 1, 1, 3));
  ofYear.set(zone, clock);
  return clock;
}

const clocks = new Map<number, Map<string, ZoneClock>>();
const MAX_YEARS = 20;
const MAX_ZONES = 1000;

function nextOpenWall(week: Week, wallMs: number): number | undefined {
  const today = Math.floor(wallMs / dayMs);
  for (let day = today; day <= today + 7; day += 1) {
    const time = wallMs - day * dayMs;
    for (const { from, to } of openingsOn(week, day)) {
      if (time < to) return day * dayMs + Math.max(from, time);
    }
  }
  return undefined;
}

function openingsOn(week: Week, day: number): readonly Opening[] {
  return week[weekdayOf(day) - 1] ?? [];
}
