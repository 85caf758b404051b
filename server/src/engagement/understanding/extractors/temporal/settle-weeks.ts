import { mondayOf } from './dates.ts';
import type { Piece, Scene } from './piece.ts';

/**
 * "Tuesday or Wednesday next week", "next week on Monday": bare weekdays beside a week are days of that week, and the
 * words for the week belong to them.
 */
export function settleWeeks(pieces: readonly Piece[], { words }: Scene): Piece[] {
  const settled = pieces.map((piece) => weekOf(piece, words.text));
  for (let index = 0; index < settled.length; index += 1) {
    const week = settled[index];
    if (week?.days?.kind !== 'period' || week.days.week !== true) continue;
    const monday = mondayOf(week.days.from);
    const following = settled[index + 1];
    if (following?.days?.kind === 'day' && leads.test(words.text.slice(week.to, following.start))) {
      settled[index + 1] = inWeek(following, monday);
    }
    const chain = chainBefore(settled, index, words.text);
    if (chain.length === 0) continue;
    for (const at of chain) {
      const day = settled[at];
      if (day === undefined) continue;
      settled[at] = { ...inWeek(day, monday), ...(at === index - 1 ? { end: week.end, to: week.to } : {}) };
    }
    settled.splice(index, 1);
    index -= 1;
  }
  return settled;
}

/** "The week of June 8", "week commencing the 8th": the days from that Monday on. */
function weekOf(piece: Piece, text: string): Piece {
  const lead = /\b(?:the )?week (?:of|commencing|starting|beginning|from)(?: on)?(?: the)? $/.exec(
    text.slice(Math.max(0, piece.start - 30), piece.start),
  );
  if (lead === null || piece.days?.kind !== 'day' || piece.days.bareWeekday !== undefined) return piece;
  const from = mondayOf(piece.days.date);
  const start = piece.start - lead[0].length;
  return {
    ...piece,
    start,
    from: Math.min(start, piece.from),
    days: { kind: 'period', from, to: from.add({ days: 6 }) },
  };
}

function inWeek(piece: Piece, monday: ReturnType<typeof mondayOf>): Piece {
  if (piece.days?.kind !== 'day' || piece.days.bareWeekday === undefined) return piece;
  const date = monday.add({ days: piece.days.bareWeekday - 1 });
  return { ...piece, days: { kind: 'day', date }, confidence: 0.92 };
}

/** Indexes of the bare weekdays that lead up to the week, the nearest first; times of day may stand between. */
function chainBefore(pieces: readonly Piece[], week: number, text: string): number[] {
  const chain: number[] = [];
  let next = pieces[week];
  for (let at = week - 1; at >= 0 && next !== undefined; at -= 1) {
    const piece = pieces[at];
    if (piece === undefined || !joins.test(text.slice(piece.to, next.from))) break;
    if (piece.days?.kind === 'day' && piece.days.bareWeekday !== undefined) chain.push(at);
    else if (piece.days !== undefined || piece.times === undefined) break;
    next = piece;
  }
  return chain;
}

const leads = /^[ ,(]*(?:on|after|before|from|until|till|by|preferably|ideally|maybe|perhaps|say|like)?(?: the)? ?$/;
const joins = /^[ ,]*(?:of|or|and|on|the|either)?[ ,]*$/;
