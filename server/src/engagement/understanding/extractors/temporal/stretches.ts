import type { Temporal } from 'temporal-polyfill';
import { isBefore, weekdayFrom } from './dates.ts';
import { notPassed } from './instant.ts';
import type { Piece, Scene } from './piece.ts';

type PlainDate = Temporal.PlainDate;

/**
 * Days that fit: a `single` one, a `period` of several, or an `edge`, which leaves one side open ("after the 14th") and
 * only narrows the others.
 */
export interface Stretch {
  readonly kind: 'single' | 'period' | 'edge';
  readonly from?: PlainDate;
  readonly to?: PlainDate;
}

/** What the pieces that are wanted say of days, and what "from", "until" and "to" between them make of it. */
export function stretchesOf(wanted: readonly Piece[], scene: Scene, time: number | undefined): Stretch[] {
  const { text } = scene.words;
  const stretches: Stretch[] = [];
  for (let index = 0; index < wanted.length; index += 1) {
    const [piece, next] = [wanted[index], wanted[index + 1]];
    const own = piece === undefined ? undefined : extentOf(piece, scene, time);
    if (piece === undefined || own === undefined) continue;
    const before = text.slice(Math.max(0, piece.from - 30), piece.start);
    const joint = next === undefined ? '' : text.slice(piece.to, next.start);
    const to = next !== undefined && isThrough(before, joint) ? endAfter(own.from, next, scene) : undefined;
    stretches.push(
      to === undefined
        ? edged(own, before, text.slice(piece.to, piece.to + 20), scene)
        : { kind: 'period', from: own.from, to },
    );
    if (to !== undefined) index += 1;
  }
  return stretches;
}

interface Extent {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly kind: 'single' | 'period';
}

function extentOf({ days }: Pick<Piece, 'days'>, scene: Scene, time?: number): Extent | undefined {
  if (days?.kind === 'period') return { from: days.from, to: days.to, kind: 'period' };
  if (days?.kind !== 'day') return undefined;
  const date = time === undefined ? days.date : notPassed(days.date, time, days.bareWeekday !== undefined, scene);
  return { from: date, to: date, kind: 'single' };
}

function isThrough(before: string, joint: string): boolean {
  if (/^ ?(?:to|-|till?|until|through|thru|up to)(?: on)?(?: the)? ?$/.test(joint)) return true;
  return /\bbetween (?:the )?$/.test(before) && /^ and (?:the )?$/.test(joint);
}

/** The end of a range: a weekday is the first one after its beginning; undefined where the end lies before it. */
function endAfter(from: PlainDate, { days }: Piece, scene: Scene): PlainDate | undefined {
  if (days?.kind === 'day' && days.bareWeekday !== undefined) return weekdayFrom(from, days.bareWeekday);
  const to = days === undefined ? undefined : extentOf({ days }, scene)?.to;
  return to === undefined || isBefore(to, from) ? undefined : to;
}

const leads = {
  beyond: /\b(?:(?:any ?time )?after|later than|past)(?: on)?(?: the)? $/,
  from: /\b(?:from|starting|not before|no earlier than|as of|not until)(?: on)?(?: the)? $/,
  before: /\b(?:before|ahead of|earlier than)(?: the)? $/,
  until: /\b(?:until|till?|by|no later than|not after|up to)(?: the)? $/,
} as const;

/** What the words before and after a day or a period make of it. */
function edged(own: Extent, before: string, after: string, { today }: Scene): Stretch {
  if (leads.from.test(before) || /^ (?:onwards?|or later|or after|and after)/.test(after)) {
    return { kind: 'edge', from: own.from };
  }
  if (leads.until.test(before)) return { kind: 'edge', from: today, to: own.to };
  if (leads.beyond.test(before)) return { kind: 'edge', from: own.to.add({ days: 1 }) };
  if (leads.before.test(before)) return { kind: 'edge', from: today, to: own.from.subtract({ days: 1 }) };
  return own;
}
