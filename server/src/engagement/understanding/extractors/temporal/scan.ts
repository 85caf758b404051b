import { markNegated } from './negation.ts';
import type { Found, Piece, Rule, Scene } from './piece.ts';
import { dateRules } from './rules-dates.ts';
import { partRules } from './rules-parts.ts';
import { periodRules } from './rules-periods.ts';
import { relativeRules } from './rules-relative.ts';
import { timeRules } from './rules-times.ts';
import { weekdayRules } from './rules-weekdays.ts';
import { settleWeeks } from './settle-weeks.ts';

const rules = [...dateRules, ...weekdayRules, ...relativeRules, ...periodRules, ...timeRules, ...partRules];
const sight = 60;

/** Everything said about days and times, in order, no two of the same words: the longer reading of words wins. */
export function scan(scene: Scene): Piece[] {
  const found = rules.flatMap((one) => matches(one, scene));
  found.sort((a, b) => b.end - b.start - (a.end - a.start) || b.to - b.from - (a.to - a.from) || a.from - b.from);
  const used = new Uint8Array(scene.words.text.length);
  const kept: Piece[] = [];
  for (const piece of found) {
    if (used.subarray(piece.start, piece.end).includes(1)) continue;
    const isWhole = !used.subarray(piece.from, piece.to).includes(1);
    const [from, to] = isWhole ? [piece.from, piece.to] : [piece.start, piece.end];
    used.fill(1, from, to);
    kept.push({ ...piece, from, to });
  }
  kept.sort((a, b) => a.from - b.from);
  return markNegated(settleWeeks(kept, scene), scene.words.text);
}

function matches({ pattern, read }: Rule, scene: Scene): Piece[] {
  const pieces: Piece[] = [];
  for (const match of scene.words.text.matchAll(pattern)) {
    const [from, to] = [match.index, match.index + match[0].length];
    const [start, end] = match.indices?.groups?.said ?? [from, to];
    const meaning = read(foundAt(match, start, end, scene), scene);
    if (meaning !== undefined) pieces.push({ ...meaning, start, end, from, to, negated: false });
  }
  return pieces;
}

function foundAt(match: RegExpExecArray, start: number, end: number, { words }: Scene): Found {
  const { text, original } = words;
  const place = words.place(start, end);
  return {
    groups: match.groups ?? {},
    said: text.slice(start, end),
    before: text.slice(Math.max(0, start - sight), start),
    after: text.slice(end, end + sight),
    worded: !/^\d/.test(original.slice(place.start, place.end)),
  };
}
