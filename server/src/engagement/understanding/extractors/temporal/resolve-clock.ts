import { inPart } from './clock.ts';
import type { Clock, Scene, Times } from './piece.ts';

type Range = Extract<Times, { kind: 'range' }>;
type Part = Extract<Times, { kind: 'part' }>;

export interface Resolved {
  /** Since midnight. */
  readonly minutes: number;
  readonly confidence: number;
}

/**
 * Which half of the day a clock means: what the 24-hour dial or the part of the day says, else the one in which the
 * house is open, else the afternoon for 1 to 7 and as said for 8 to 12.
 */
export function resolveClock(clock: Clock, open: Scene['open'], part?: Part): Resolved {
  const given = part === undefined ? clock : inPart(clock, part.name);
  if (given.fixed) return { minutes: minutesOf(given), confidence: clock.fixed ? 0.96 : 0.93 };
  const [early, late] = readings(given);
  const inside = open === undefined ? [] : [early, late].filter((one) => one >= open.from && one < open.to);
  if (inside.length === 1 && inside[0] !== undefined) return { minutes: inside[0], confidence: 0.88 };
  return { minutes: given.hour >= 8 && given.hour < 12 ? early : late, confidence: 0.8 };
}

/** From inclusive, to exclusive, in minutes since midnight; the end is the first such time after the beginning. */
export function resolveRange(range: Range, open: Scene['open'], part?: Part): { from?: number; to?: number } {
  const { from, to, inclusive } = range;
  const extra = inclusive === true ? 1 : 0;
  if (from === undefined) return to === undefined ? {} : { to: endOf(resolveClock(to, open, part).minutes) + extra };
  if (to === undefined) return { from: resolveClock(from, open, part).minutes };
  if (!from.fixed && to.fixed && part === undefined) {
    const end = endOf(minutesOf(to));
    const [early, late] = readings(from);
    return { from: late < end ? late : early, to: end + extra };
  }
  const start = resolveClock(from, open, part).minutes;
  const [early, late] = to.fixed ? [minutesOf(to), minutesOf(to)] : readings(to);
  return { from: start, to: endOf(early > start ? early : late) + extra };
}

/** 12 is noon in its late reading and midnight in its early one. */
function readings({ hour, minute }: Clock): [early: number, late: number] {
  const early = (hour % 12) * 60 + minute;
  return [early, early + 720];
}

function minutesOf({ hour, minute }: Clock): number {
  return hour * 60 + minute;
}

/** Midnight as an end is that of the day's close. */
function endOf(minutes: number): number {
  return minutes === 0 ? 1440 : minutes;
}

/** HH:MM, 24:00 for the end of a day. */
export function timeText(minutes: number): string {
  const capped = Math.min(Math.max(minutes, 0), 1440);
  return `${String(Math.floor(capped / 60)).padStart(2, '0')}:${String(capped % 60).padStart(2, '0')}`;
}
