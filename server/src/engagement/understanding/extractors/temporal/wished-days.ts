import type { Temporal } from 'temporal-polyfill';
import type { TimeWish } from '../../types.ts';
import { isBefore } from './dates.ts';
import type { Piece, Scene } from './piece.ts';
import { type Stretch, stretchesOf } from './stretches.ts';

type PlainDate = Temporal.PlainDate;

export interface WishedDays {
  readonly wish: Pick<TimeWish, 'fromDate' | 'toDate' | 'weekdays'>;
  readonly used: readonly Piece[];
  readonly confidence: number;
}

/** The days that a text allows. `time` is the exact time wished, minutes since midnight: it may have passed today. */
export function wishedDays(pieces: readonly Piece[], scene: Scene, time: number | undefined): WishedDays {
  const said = pieces.filter((piece) => piece.days !== undefined);
  const wanted = said.filter(({ negated }) => !negated);
  const refused = said.filter(({ negated }) => negated);
  const stretches = stretchesOf(wanted, scene, time);
  const named = wanted.flatMap(({ days }) => (days?.kind === 'weekdays' ? days.weekdays : []));
  const refusedDays = refused.flatMap(({ days }) => weekdaysOf(days));
  const bounds = boundsOf(stretches, refused, wanted);
  const singles = stretches.filter(({ kind }) => kind === 'single');
  const among = singles.length > 1 ? datesOf(singles) : named;
  const weekdays = allowed(among, refusedDays, bounds);
  const wish = {
    ...(bounds.from === undefined ? {} : { fromDate: bounds.from.toString() }),
    ...(bounds.to === undefined ? {} : { toDate: bounds.to.toString() }),
    ...(weekdays === undefined ? {} : { weekdays }),
  };
  return { wish, used: said, confidence: stretches.length > 1 ? 0.75 : 1 };
}

interface Bounds {
  readonly from?: PlainDate;
  readonly to?: PlainDate;
}

/**
 * From the first to the last single day, or of the periods where no single day was said, as far as the edges allow.
 * Where days are only refused, from the day after those that have a date.
 */
function boundsOf(stretches: readonly Stretch[], refused: readonly Piece[], wanted: readonly Piece[]): Bounds {
  if (wanted.length === 0) {
    const last = latest(refused.flatMap(({ days }) => endOfRefused(days)));
    return last === undefined ? {} : { from: last.add({ days: 1 }) };
  }
  const singles = stretches.filter(({ kind }) => kind === 'single');
  const inner = singles.length > 0 ? singles : stretches.filter(({ kind }) => kind === 'period');
  const hull = bounds(earliest(sides(inner, 'from')), latest(sides(inner, 'to')));
  return stretches.filter(({ kind }) => kind === 'edge').reduce<Bounds>(narrowed, hull);
}

/** Both at once; the first alone where they have no day in common. */
function narrowed(a: Bounds, b: Bounds): Bounds {
  const from = latest(sides([a, b], 'from'));
  const to = earliest(sides([a, b], 'to'));
  return from !== undefined && to !== undefined && isBefore(to, from) ? a : bounds(from, to);
}

function bounds(from: PlainDate | undefined, to: PlainDate | undefined): Bounds {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function sides(all: readonly Bounds[], side: 'from' | 'to'): PlainDate[] {
  return all.flatMap((one) => one[side] ?? []);
}

function earliest(dates: readonly PlainDate[]): PlainDate | undefined {
  return dates.reduce<PlainDate | undefined>((a, b) => (a === undefined || isBefore(b, a) ? b : a), undefined);
}

function latest(dates: readonly PlainDate[]): PlainDate | undefined {
  return dates.reduce<PlainDate | undefined>((a, b) => (a === undefined || isBefore(a, b) ? b : a), undefined);
}

function endOfRefused(days: Piece['days']): PlainDate[] {
  if (days?.kind === 'period') return [days.to];
  return days?.kind === 'day' && days.bareWeekday === undefined ? [days.date] : [];
}

function weekdaysOf(days: Piece['days']): readonly number[] {
  if (days?.kind === 'weekdays') return days.weekdays;
  return days?.kind === 'day' && days.bareWeekday !== undefined ? [days.bareWeekday] : [];
}

function datesOf(stretches: readonly Stretch[]): number[] {
  return stretches.flatMap(({ from }) => (from === undefined ? [] : [from.dayOfWeek]));
}

/** Weekdays in order without those refused; undefined where all are meant. */
function allowed(
  named: readonly number[],
  refused: readonly number[],
  bounds: { from?: PlainDate; to?: PlainDate },
): number[] | undefined {
  if (named.length === 0 && (refused.length === 0 || bounds.from?.equals(bounds.to ?? bounds.from.add({ days: 1 }))))
    return undefined;
  const all = named.length === 0 ? [1, 2, 3, 4, 5, 6, 7] : [...new Set(named)].sort((a, b) => a - b);
  const left = all.filter((weekday) => !refused.includes(weekday));
  return left.length === 0 ? undefined : left;
}
