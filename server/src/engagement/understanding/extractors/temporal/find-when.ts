import type { Temporal } from 'temporal-polyfill';
import type { SpeechContext, TimeWish } from '../../types.ts';
import { withoutCorrected } from './corrections.ts';
import { isBefore } from './dates.ts';
import type { Piece, Scene } from './piece.ts';
import { scanText } from './scan.ts';
import type { OpenHint } from './scene.ts';
import { wishedDays } from './wished-days.ts';
import { wishedTimes } from './wished-times.ts';

/**
 * The wish about when that a text speaks of, or undefined where it speaks of none. What was said last counts where the
 * speaker corrects himself; what is refused narrows the rest. Days past ("yesterday") are no wish.
 * A confidence under 0.5 is a bare number: take it only where a time was asked for.
 */
export function findWhen(text: string, context: SpeechContext, hint: OpenHint = {}): TimeWish | undefined {
  const { scene, pieces: said } = scanText(text, context, hint);
  if (said.length === 0) return undefined;
  const yearAgo = scene.today.subtract({ years: 1 });
  const pieces = withoutCorrected(
    said.filter((piece) => isAhead(piece, scene, yearAgo)),
    scene.words.text,
  );
  const times = wishedTimes(pieces, scene);
  const days = wishedDays(pieces, scene, times.time);
  const earliest = pieces.some((piece) => piece.earliest === true && !piece.negated);
  const used = pieces.filter((piece) => days.used.includes(piece) || times.used.includes(piece) || piece.earliest);
  const [first, last] = [used[0], used.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const sure = Math.min(...used.map(({ confidence }) => confidence), days.confidence, times.confidence);
  return {
    ...days.wish,
    ...times.wish,
    ...(earliest ? { earliest } : {}),
    text: wordsBetween(first, last, scene),
    confidence: Math.round(100 * sure) / 100,
  };
}

/** Where a text says anything of days or times, be it a wish or not. */
export function timeIn(
  text: string,
  context: SpeechContext,
): readonly { readonly start: number; readonly end: number }[] {
  const { pieces, scene } = scanText(text, context, {});
  return pieces.map(({ from, to }) => scene.words.place(from, to));
}

/** Not "yesterday", "since Monday", or a date of another year, such as a day of birth. */
function isAhead({ days, start, to }: Piece, { today, words }: Scene, yearAgo: Temporal.PlainDate): boolean {
  if (days === undefined) return true;
  if (days.kind === 'day' && (days.past === true || isBefore(days.date, yearAgo))) return false;
  if (days.kind === 'period' && isBefore(days.to, today)) return false;
  const [before, after] = [words.text.slice(Math.max(0, start - 40), start), words.text.slice(to, to + 6)];
  return !pastBefore.test(before) && !/^ (?:was|were)\b/.test(after);
}

const pastBefore =
  /\b(?:since|born|(?:came|went|visited|met|saw you|(?:was|were|been) (?:there|here|in))[^.!?,]{0,12}?)(?: on)?(?: the)? $/;

/** From the first to the last word used; "after the 14th" and "until Friday" keep the word that gives the side. */
function wordsBetween(first: Piece, last: Piece, { words }: Scene): string {
  const lead = /\b(?:after|before|until|till?|by|from|between|starting|not|any)(?: on)?(?: the)? $/.exec(
    words.text.slice(0, first.start),
  );
  const { start, end } = words.place(first.start - (lead?.[0].length ?? 0), last.end);
  return words.original.slice(start, end);
}
