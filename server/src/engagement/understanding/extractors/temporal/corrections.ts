import { everyMatch } from '../../phrase.ts';
import type { Piece } from './piece.ts';

/** Without the days and times that a later word takes back: of "Tuesday, no, Thursday" only Thursday is left. */
export function withoutCorrected(pieces: readonly Piece[], text: string): Piece[] {
  const wanted = pieces.filter(({ negated }) => !negated);
  const turns = everyMatch(correction, text).map((match) => match.index);
  const move = moveTo(pieces, text);
  if (move !== undefined) turns.push(move);
  const lastDay = wanted.findLast((piece) => piece.days !== undefined);
  const lastTime = wanted.findLast((piece) => piece.times !== undefined);
  const isBack = (piece: Piece, last: Piece | undefined): boolean =>
    last !== undefined && turns.some((turn) => turn >= piece.to && turn < last.start);
  const kept = pieces.filter((piece) => {
    if (piece.negated) return true;
    if (piece.days !== undefined) return !isBack(piece, lastDay);
    return piece.times === undefined || !isBack(piece, lastTime);
  });
  return moving.test(text) ? kept.map((piece) => movedRange(piece, text)) : kept;
}

const correction =
  /\b(?:no|nope|actually|sorry|i meant?|make (?:it|that)|wait|scratch that|or rather|on 2nd thought|better yet|correction)\b/g;

/** Where "move it from Tuesday to Thursday" turns from where it was to where it shall be: the last "to" before words of time. */
function moveTo(pieces: readonly Piece[], text: string): number | undefined {
  const verb = moving.exec(text);
  if (verb === null) return undefined;
  const target = pieces.findLast(
    ({ start }) => start > verb.index && movesTo.test(text.slice(Math.max(0, start - 16), start)),
  );
  return target === undefined ? undefined : text.lastIndexOf('to ', target.start - 1);
}

/** "Move my 3 pm to 4 pm": what reads as a range is an old time and a new one. */
function movedRange(piece: Piece, text: string): Piece {
  if (piece.times?.kind !== 'range' || piece.times.from === undefined || piece.times.to === undefined) return piece;
  const words = text.slice(piece.start, piece.end);
  const led = /\bto (?:between |from )?$/.test(text.slice(Math.max(0, piece.start - 14), piece.start));
  if (led || !/^(?:from )?[^-]* to /.test(words)) return piece;
  return { ...piece, start: piece.start + words.indexOf(' to ') + 4, times: { kind: 'clock', clock: piece.times.to } };
}

const moving = /\b(?:move(?! in\b)|moved|change|changed|switch|shift|push|reschedule|rebook|swap)\b/;
const movesTo = /\bto (?:on |the |at |around |about |between |after |before )*$/;
