import type { TimeWish } from '../../types.ts';
import { partFor } from './find-times.ts';
import type { Piece, Scene } from './piece.ts';
import { resolveClock, resolveRange, timeText } from './resolve-clock.ts';

export interface WishedTimes {
  readonly wish: Pick<TimeWish, 'time' | 'fromTime' | 'toTime'>;
  /** The exact time, minutes since midnight. */
  readonly time?: number;
  readonly used: readonly Piece[];
  readonly confidence: number;
}

interface Window {
  readonly from?: number;
  readonly to?: number;
}

/** The times of day that a text allows: an exact one where one was said, else what ranges and parts of the day leave. */
export function wishedTimes(pieces: readonly Piece[], scene: Scene): WishedTimes {
  const said = pieces.filter((piece) => piece.times !== undefined);
  const wanted = said.filter(({ negated }) => !negated);
  const clocks = wanted.filter((piece) => piece.times?.kind === 'clock');
  if (clocks.length > 0) return exact(clocks, said, scene);
  const windows = wanted.map((piece) => windowOf(piece, pieces, scene));
  const ranges = wanted.flatMap((piece, index) => (piece.times?.kind === 'range' ? [windows[index] ?? {}] : []));
  const parts = wanted.flatMap((piece, index) => (piece.times?.kind === 'part' ? [windows[index] ?? {}] : []));
  const refused = said.filter(({ negated }) => negated).map((piece) => rest(windowOf(piece, pieces, scene)));
  const hull = parts.length === 0 ? [] : [hullOf(parts)];
  const window = [...ranges, ...hull, ...refused].reduce<Window>(narrow, {});
  return { wish: wishOf(window), used: said, confidence: parts.length > 1 ? 0.75 : 1 };
}

/** One time, or from the first to the last of several. */
function exact(clocks: readonly Piece[], said: readonly Piece[], scene: Scene): WishedTimes {
  const resolved = clocks.flatMap((piece) =>
    piece.times?.kind === 'clock' ? [resolveClock(piece.times.clock, scene.open, partFor(piece, said))] : [],
  );
  const minutes = resolved.map((one) => one.minutes);
  const [first, last] = [Math.min(...minutes), Math.max(...minutes)];
  const confidence = Math.min(...resolved.map((one) => one.confidence));
  if (first === last) return { wish: { time: timeText(first) }, time: first, used: said, confidence };
  return { wish: { fromTime: timeText(first), toTime: timeText(last + 1) }, used: said, confidence: confidence * 0.75 };
}

function windowOf({ times, ...piece }: Piece, pieces: readonly Piece[], scene: Scene): Window {
  if (times?.kind === 'part') return { from: times.from, to: times.to };
  if (times?.kind !== 'range') return {};
  return resolveRange(times, scene.open, partFor({ ...piece, times }, pieces));
}

/** What a refused window leaves: the longer side of the day, noon being the middle. */
function rest({ from = 0, to = 1440 }: Window): Window {
  return from < 720 && to < 1440 ? { from: to } : { to: from };
}

function hullOf(windows: readonly Window[]): Window {
  return {
    from: Math.min(...windows.map(({ from = 0 }) => from)),
    to: Math.max(...windows.map(({ to = 1440 }) => to)),
  };
}

/** Both at once; the first alone where they have nothing in common. */
function narrow(a: Window, b: Window): Window {
  const from = Math.max(a.from ?? 0, b.from ?? 0);
  const to = Math.min(a.to ?? 1440, b.to ?? 1440);
  return from < to ? { from, to } : a;
}

function wishOf({ from = 0, to = 1440 }: Window): WishedTimes['wish'] {
  if (from === 0 && to === 1440) return {};
  return { ...(from === 0 ? {} : { fromTime: timeText(from) }), toTime: timeText(to) };
}
