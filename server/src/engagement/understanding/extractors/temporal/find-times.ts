import type { Span, SpeechContext } from '../../types.ts';
import type { Piece, Scene, Times } from './piece.ts';
import { resolveClock, timeText } from './resolve-clock.ts';
import { scanText } from './scan.ts';
import type { OpenHint } from './scene.ts';

/**
 * Exact times of day, HH:MM: "half past two", "5 p.m.", "around 3". Without am or pm, 1 to 7 is the afternoon and 8 to 12
 * is as said, unless a part of the day beside it or the hours given say otherwise. A number that is all that was said is
 * a time at a confidence of at most 0.6: take it where a time was asked for.
 */
export function findTimes(text: string, context: SpeechContext, hint: OpenHint = {}): Span<string>[] {
  const { scene, pieces } = scanText(text, context, hint);
  return pieces.filter(({ negated }) => !negated).flatMap((piece) => spanOf(piece, pieces, scene));
}

/** The part of the day that says which half of it a time is in: the nearest one said with it. */
export function partFor(piece: Piece, pieces: readonly Piece[]): Extract<Times, { kind: 'part' }> | undefined {
  let best: Piece | undefined;
  for (const other of pieces) {
    if (other.times?.kind !== 'part' || other.negated || distance(other, piece) > 24) continue;
    if (best === undefined || distance(other, piece) < distance(best, piece)) best = other;
  }
  return best?.times?.kind === 'part' ? best.times : undefined;
}

/** "Morning 11:45", "evening at 6": the part of the day is said with the time. */
function partBefore(piece: Piece, pieces: readonly Piece[], { words }: Scene): Piece | undefined {
  const before = pieces.findLast(({ times, end }) => times?.kind === 'part' && end <= piece.start);
  return before && /^[ ,]{0,2}(?:at )?$/.test(words.text.slice(before.end, piece.start)) ? before : undefined;
}

function distance(a: Piece, b: Piece): number {
  return a.from < b.from ? b.from - a.to : a.from - b.to;
}

/** "After half past 5", "before four pm": the side that was said, for one who wants a single time. */
export function findEdgeTimes(text: string, context: SpeechContext): Span<string>[] {
  const { scene, pieces } = scanText(text, context, {});
  return pieces.flatMap((piece) => {
    if (piece.negated || piece.times?.kind !== 'range') return [];
    const { from, to } = piece.times;
    const clock = from && to ? undefined : (from ?? to);
    const lead =
      /^(?:\D{1,30}? )(?=\d|half|quarter|noon|mid|a )/.exec(scene.words.text.slice(piece.start, piece.end))?.[0] ?? '';
    return clock
      ? spanOf(
          { ...piece, start: piece.start + lead.length, times: { kind: 'clock', clock }, confidence: 0.6 },
          pieces,
          scene,
        )
      : [];
  });
}

function spanOf(piece: Piece, pieces: readonly Piece[], scene: Scene): Span<string>[] {
  if (piece.times?.kind !== 'clock') return [];
  const { minutes, confidence } = resolveClock(piece.times.clock, scene.open, partFor(piece, pieces));
  const from = partBefore(piece, pieces, scene)?.start ?? piece.start;
  const { start, end } = scene.words.place(from, piece.end);
  const text = scene.words.original.slice(start, end);
  return [{ start, end, text, value: timeText(minutes), confidence: Math.min(confidence, piece.confidence) }];
}
