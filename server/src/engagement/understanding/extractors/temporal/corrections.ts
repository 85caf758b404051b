import type { Piece } from './piece.ts';

const correction =
  /\b(?:no|nope|actually|sorry|i mean|i meant|make (?:it|that)|wait|scratch that|change (?:it|that) to|or rather|on 2nd thought|better yet|correction)\b/g;

/** Without the days and times that a later word takes back: of "Tuesday, no, Thursday" only Thursday is left. */
export function withoutCorrected(pieces: readonly Piece[], text: string): Piece[] {
  const turns = [...text.matchAll(correction)].map((match) => match.index);
  const moved = movedFrom(text);
  const wanted = pieces.filter(({ negated }) => !negated);
  const lastDay = wanted.findLast((piece) => piece.days !== undefined);
  const lastTime = wanted.findLast((piece) => piece.times !== undefined);
  const isBack = (piece: Piece, last: Piece | undefined): boolean =>
    last !== undefined && turns.some((turn) => turn >= piece.to && turn < last.from);
  return pieces.filter((piece) => {
    if (moved !== undefined && piece.from >= moved.from && piece.to <= moved.to) return false;
    if (piece.negated) return true;
    if (piece.days !== undefined && isBack(piece, lastDay)) return false;
    return !(piece.times !== undefined && piece.days === undefined && isBack(piece, lastTime));
  });
}

/** "Move it from Tuesday to Thursday": what stands between from and to is where it was. */
function movedFrom(text: string): { from: number; to: number } | undefined {
  const match =
    /\b(?:move|moved|change|changed|switch|shift|push|reschedule|swap|bring)\b[^.!?]{0,40}? from ([^.!?]{1,40}?) to /.exec(
      text,
    );
  return match === null ? undefined : { from: match.index, to: match.index + match[0].length - 3 };
}
