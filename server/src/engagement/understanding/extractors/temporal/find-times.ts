import type { Span, SpeechContext } from '../../types.ts';
import type { Piece, Scene, Times } from './piece.ts';
import { resolveClock, timeText } from './resolve-clock.ts';
import { scan } from './scan.ts';
import { type OpenHint, sceneOf } from './scene.ts';

/**
 * Exact times of day, HH:MM: "half past two", "5 p.m.", "around 3". Without am or pm, 1 to 7 is the afternoon and 8 to 12
 * is as said, unless a part of the day beside it or the hours given say otherwise. A number that is all that was said is
 * a time at a confidence of at most 0.6: take it where a time was asked for.
 */
export function findTimes(text: string, context: SpeechContext, hint: OpenHint = {}): Span<string>[] {
  const scene = sceneOf(text, context, hint);
  const pieces = scan(scene);
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

function distance(a: Piece, b: Piece): number {
  return a.from < b.from ? b.from - a.to : a.from - b.to;
}

function spanOf(piece: Piece, pieces: readonly Piece[], scene: Scene): Span<string>[] {
  if (piece.times?.kind !== 'clock') return [];
  const { minutes, confidence } = resolveClock(piece.times.clock, scene.open, partFor(piece, pieces));
  const { start, end } = scene.words.place(piece.start, piece.end);
  const text = scene.words.original.slice(start, end);
  return [{ start, end, text, value: timeText(minutes), confidence: Math.min(confidence, piece.confidence) }];
}
