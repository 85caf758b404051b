import type { Piece } from './piece.ts';

/**
 * Marks what is said to be out of the question: "not Tuesday", "any day but Monday", "Tuesdays don't work". The words that
 * refuse it become part of the piece.
 */
export function markNegated(pieces: readonly Piece[], text: string): Piece[] {
  const marked = pieces.map((piece) => {
    const [before, after] = [refusedBefore(piece, text), refusedAfter(piece, text)];
    if (before + after === 0) return { ...piece };
    const start = before === 0 ? piece.start : piece.from - before;
    return { ...piece, start, end: after === 0 ? piece.end : piece.to + after, negated: true };
  });
  for (let index = 1; index < marked.length; index += 1) {
    const [previous, piece] = [marked[index - 1], marked[index]];
    if (previous === undefined || piece === undefined || !chained(marked, index, text)) continue;
    if (previous.negated && refusedBefore(previous, text) > 0) piece.negated = true;
  }
  for (let index = marked.length - 2; index >= 0; index -= 1) {
    const [piece, next] = [marked[index], marked[index + 1]];
    if (next === undefined || piece === undefined || !chained(marked, index + 1, text)) continue;
    if (next.negated && refusedAfter(next, text) > 0) piece.negated = true;
  }
  return marked;
}

/** Whether a piece is listed with the one before it: "Monday or Tuesday"; a comma does only where a list goes on. */
function chained(pieces: readonly Piece[], index: number, text: string): boolean {
  const [previous, piece, next] = [pieces[index - 1], pieces[index], pieces[index + 1]];
  if (previous === undefined || piece === undefined) return false;
  const gap = text.slice(previous.to, piece.from);
  if (joined.test(gap)) return true;
  return next !== undefined && /^, ?$/.test(gap) && joined.test(text.slice(piece.to, next.from));
}

const joined = /^,? ?(?:or|nor|and|\/) ?(?:the |on |in the )?$/;

const refusal =
  /(?:\b(?:not|cannot|never|except(?: for)?|excluding|other than|apart from|besides|unless|avoid|instead of|rather than)|[a-z]{1,6}n't|\bcant|\bwont|\bdont)(?: (?:really|do|make|come|work|be|there|available|free|want|like|have|either|any|on|in|at|for|the|this|next|it|possible|good|going to))*[ ]$/;
const allBut =
  /\b(?:any|every|all|anything|any ?time|whenever|works)\b[^.!?]{0,20} but (?:not )?(?:the |on |in the )?$/;

/** How many characters before a piece refuse it; 0 where none do. */
function refusedBefore(piece: Piece, text: string): number {
  const before = text.slice(Math.max(0, piece.from - 50), piece.from);
  if (/\b(?:why|if) not (?:on |in |the )*$|\b(?:not (?:only|just|sure|until)) $/.test(before)) return 0;
  const match = refusal.exec(before) ?? allBut.exec(before);
  if (match !== null) return match[0].length;
  return /(?:^|[^,] |[.!?;] )no $/.test(before) && /s$/.test(text.slice(piece.start, piece.end)) ? 3 : 0;
}

const cannot =
  /^(?:,? ?(?:i|we|he|she))?,? ?(?:(?:does|do|wo|is|are|would|ca|was) ?n['’]?t|(?:does|do|will|is|are|would|can|am) not|cannot|isnt|doesnt|dont|wont|cant)(?: (?:really|quite))?(?: (?:work|works|suit|good|possible|ok|okay|great|convenient|free|available|do|make|come|fit|it|an option))|^ (?:is|are|'s)(?: (?:just|really))? (?:no good|bad|out|impossible|full|taken|off the table|difficult|tricky|hard|too (?:early|late|soon|far))\b|^ (?:i|we) (?:can ?(?:not|n?'t)|cant)\b/;

/** How many characters after a piece refuse it; 0 where none do. */
function refusedAfter(piece: Piece, text: string): number {
  return cannot.exec(text.slice(piece.to, piece.to + 50))?.[0].length ?? 0;
}
