import { keepingLast } from '../../last-answer.ts';
import { everyMatch } from '../../phrase.ts';
import type { SpeechContext } from '../../types.ts';
import { markNegated } from './negation.ts';
import type { Found, Piece, Rule, Scene } from './piece.ts';
import { dateRules } from './rules-dates.ts';
import { partRules } from './rules-parts.ts';
import { periodRules } from './rules-periods.ts';
import { relativeRules } from './rules-relative.ts';
import { timeRules } from './rules-times.ts';
import { weekdayRules } from './rules-weekdays.ts';
import { type OpenHint, sceneOf } from './scene.ts';
import { settleWeeks } from './settle-weeks.ts';

/** A text with the scene in which it is read and all that it says of time. */
export interface Scanned {
  readonly scene: Scene;
  readonly pieces: readonly Piece[];
}

/** Everything that a text says about time; dates, times and wishes of one message are read from one scan. */
export function scanText(text: string, context: SpeechContext, hint: OpenHint): Scanned {
  return hint.openFrom === undefined && hint.openTo === undefined
    ? scanPlain(text, context)
    : read(text, context, hint);
}

const scanPlain = keepingLast((text, context) => read(text, context, {}));

function read(text: string, context: SpeechContext, hint: OpenHint): Scanned {
  const scene = sceneOf(text, context, hint);
  return { scene, pieces: scan(scene) };
}

/** The rules by kind, each with what a text must hold for any of them to find something. */
const kinds: readonly { readonly needs: RegExp; readonly rules: readonly Rule[] }[] = [
  { needs: /\d|day|years?|valentine|halloween|mas\b|\beve\b/, rules: dateRules },
  { needs: /day|week|\b(?:sat|sun|wed)\b/, rules: weekdayRules },
  {
    needs:
      /day|morrow|week|fortnight|month|year|hour|minute|soon|earl|available|free|a ?s ?a ?p|away|immediately|urgently|now/,
    rules: relativeRules,
  },
  {
    needs:
      /week|month|days|january|february|march|april|may|june|july|august|september|october|november|december|year|spring|summer|autumn|fall|winter|holiday|end|start|begin/,
    rules: periodRules,
  },
  { needs: /\d|noon|mid/, rules: timeRules },
  {
    needs: /morning|noon|evening|night|lunch|dinner|work|school|day|eod|cob|business|hours|1st|[ap]m\b/,
    rules: partRules,
  },
];
const sight = 60;

/** Nothing is said of time without one of these: most messages need no rule at all. */
const mayTell =
  /\d|day|week|month|year|morrow|tonight|morning|noon|evening|night|lunch|dinner|soon|earl|available|\bfree\b|away|immediately|urgently|\bnow\b|a ?s ?a ?p|\b(?:sat|sun|wed)\b|january|february|march|april|may|june|july|august|september|october|november|december|work|school|\beod\b|\bcob\b|business|office|hour|minute|spring|summer|autumn|fall|winter|halloween|mas\b|valentine|\blate|fortnight|time/;

/** Everything said about days and times, in order, no two of the same words: the longer reading of words wins. */
function scan(scene: Scene): Piece[] {
  if (!mayTell.test(scene.words.text)) return [];
  const { text } = scene.words;
  const found = kinds.flatMap(({ needs, rules }) =>
    needs.test(text) ? rules.flatMap((one) => matches(one, scene)) : [],
  );
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
  for (const match of everyMatch(pattern(), scene.words.text)) {
    const [from, to] = [match.index, match.index + match[0].length];
    const said = match.groups?.said ?? match[0];
    const start = from + match[0].indexOf(said);
    const end = start + said.length;
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
