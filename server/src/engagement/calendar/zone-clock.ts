import { Temporal } from 'temporal-polyfill';

export const minuteMs = 60_000;
export const dayMs = 86_400_000;

/**
 * Turns instants into wall-clock time and back, for one zone and one stretch of time. A wall time is written as the
 * epoch milliseconds that its digits would have in UTC, so that walls can be added and compared as numbers.
 */
export interface ZoneClock {
  /** The wall time of an instant. */
  readonly wallAt: (instantMs: number) => number;
  /** The first instant with this wall time; undefined where the clock jumps over it. */
  readonly instantOf: (wallMs: number) => number | undefined;
  /** As `instantOf`, and for a wall time that is jumped over, the instant of the jump. */
  readonly instantFrom: (wallMs: number) => number;
  /** The time around an instant in which the clock does not jump. */
  readonly stretchAt: (instantMs: number) => Stretch;
}

/** Instants from `from` until before `to` at which the wall time is the instant plus `offset`, in milliseconds. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** A clock for `timeZone`, exact between the two instants; outside them the nearest offset is kept. */
export function zoneClock(timeZone: string, fromMs: number, toMs: number): ZoneClock {
  const stretches = stretchesOf(timeZone, fromMs, toMs);
  const stretchAt = (instantMs: number): Stretch => stretches.find((one) => instantMs < one.to) ?? always;
  const wallAt = (instantMs: number): number => instantMs + stretchAt(instantMs).offset;
  const instantOf = (wallMs: number): number | undefined => {
    const stretch = stretches.find((one) => wallMs - one.offset >= one.from && wallMs - one.offset < one.to);
    return stretch === undefined ? undefined : wallMs - stretch.offset;
  };
  const jumpOver = (wallMs: number): number => stretches.find((one) => wallMs - one.offset < one.from)?.from ?? wallMs;
  return { wallAt, instantOf, instantFrom: (wallMs) => instantOf(wallMs) ?? jumpOver(wallMs), stretchAt };
}

const always: Stretch = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, offset: 0 };

/** The first of these that names a zone this machine knows, else UTC: a definition's zone is any text. */
export function firstKnownZone(...names: readonly (string | undefined)[]): string {
  return names.find((name) => name !== undefined && isKnownZone(name)) ?? 'UTC';
}

function isKnownZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false; // RangeError is the only way in which Temporal says that a zone is unknown.
  }
}

function stretchesOf(timeZone: string, fromMs: number, toMs: number): Stretch[] {
  const stretches: Stretch[] = [];
  let moment = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(timeZone);
  let from = Number.NEGATIVE_INFINITY;
  for (;;) {
    const next = moment.getTimeZoneTransition('next');
    const offset = moment.offsetNanoseconds / 1_000_000;
    if (next === null || next.epochMilliseconds > toMs) {
      stretches.push({ from, to: Number.POSITIVE_INFINITY, offset });
      return stretches;
    }
    stretches.push({ from, to: next.epochMilliseconds, offset });
    from = next.epochMilliseconds;
    moment = next;
  }
}
