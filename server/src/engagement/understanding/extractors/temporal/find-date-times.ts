import { Temporal } from 'temporal-polyfill';
import { everyMatch } from '../../phrase.ts';
import type { Span, SpeechContext } from '../../types.ts';
import { partFor } from './find-times.ts';
import { instantText, notPassed } from './instant.ts';
import type { Piece, Scene } from './piece.ts';
import { resolveClock } from './resolve-clock.ts';
import { scanText } from './scan.ts';
import type { OpenHint } from './scene.ts';

/**
 * Moments said by day and exact time, as ISO 8601 in UTC with milliseconds: "Friday at 3", "half past two on the 14th",
 * "2026-05-14T14:30Z". A day and a time that are the only ones said belong together however far apart they stand.
 */
export function findDateTimes(text: string, context: SpeechContext, hint: OpenHint = {}): Span<string>[] {
  const { scene, pieces: said } = scanText(text, context, hint);
  const stamps = findStamps(text, context.timeZone);
  const pieces = said.filter((piece) => !piece.negated && stamps.every((stamp) => apart(piece, stamp, scene)));
  return [...stamps, ...pairs(pieces, scene)].sort((a, b) => a.start - b.start);
}

function apart(piece: Piece, stamp: Span<string>, { words }: Scene): boolean {
  const { start, end } = words.place(piece.start, piece.end);
  return end <= stamp.start || start >= stamp.end;
}

/** ISO 8601 as machines write it; without an offset it is local. */
function findStamps(text: string, timeZone: string): Span<string>[] {
  const stamp =
    /(?<![\w.])(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?(?![\w:])/g;
  return everyMatch(stamp, text).flatMap((match) => {
    const [words, date = '', time = '', offset] = match;
    const ms = stampMs(`${date}T${time}`, offset, timeZone);
    if (ms === undefined) return [];
    const value = new Date(ms).toISOString();
    return [{ start: match.index, end: match.index + words.length, text: words, value, confidence: 0.99 }];
  });
}

function stampMs(local: string, offset: string | undefined, timeZone: string): number | undefined {
  try {
    if (offset !== undefined) return Temporal.Instant.from(local + offset).epochMilliseconds;
    return Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds;
  } catch {
    return undefined; // Temporal says by a RangeError that there is no such date or time, so it is none.
  }
}

function pairs(pieces: readonly Piece[], scene: Scene): Span<string>[] {
  const days = pieces.filter((piece) => piece.days?.kind === 'day');
  const clocks = pieces.filter((piece) => piece.times?.kind === 'clock');
  const spans: Span<string>[] = [];
  let after = 0;
  for (const clock of clocks) {
    const at = pieces.indexOf(clock, after);
    after = at + 1;
    const day = clock.days === undefined ? (neighbour(pieces, at, scene) ?? lone(days, clocks)) : clock;
    const span = day === undefined ? undefined : spanOf(day, clock, pieces, scene);
    if (span !== undefined && spans.every((one) => one.end <= span.start || one.start >= span.end)) spans.push(span);
  }
  return spans;
}

/** The day that stands beside a time with only small words or a part of the day between, the one before it first. */
function neighbour(pieces: readonly Piece[], at: number, { words }: Scene): Piece | undefined {
  for (const step of [-1, 1]) {
    let near = pieces[at];
    for (let index = at + step; ; index += step) {
      const piece = pieces[index];
      if (piece === undefined || near === undefined) break;
      const [first, second] = step < 0 ? [piece, near] : [near, piece];
      if (!small.test(words.text.slice(first.end, second.start))) break;
      if (piece.days?.kind === 'day') return piece;
      if (piece.times?.kind !== 'part') break;
      near = piece;
    }
  }
  return undefined;
}

const small =
  /^[\s,()@-]*(?:(?:at|on|around|about|for|by|the|in|say|maybe|preferably|ideally|roughly|approx|from|starting|this|is)[\s,]*)*$/;

function lone(days: readonly Piece[], clocks: readonly Piece[]): Piece | undefined {
  return days.length === 1 && clocks.length === 1 ? days[0] : undefined;
}

function spanOf(day: Piece, clock: Piece, pieces: readonly Piece[], scene: Scene): Span<string> | undefined {
  if (day.days?.kind !== 'day' || clock.times?.kind !== 'clock') return undefined;
  const { minutes, confidence } = resolveClock(clock.times.clock, scene.open, partFor(clock, pieces));
  const date = notPassed(day.days.date, minutes, day.days.bareWeekday !== undefined, scene);
  const { start, end } = scene.words.place(Math.min(day.start, clock.start), Math.max(day.end, clock.end));
  const value = instantText(date, minutes, scene.timeZone);
  const sure = Math.min(day.confidence, clock.confidence, confidence);
  return { start, end, text: scene.words.original.slice(start, end), value, confidence: sure };
}
