import type { Temporal } from 'temporal-polyfill';
import { once } from '../../keep.ts';
import type { Canonical } from './canonical.ts';

/** The moment and place of speaking, as the rules need it. Minutes count from midnight. */
export interface Scene {
  readonly words: Canonical;
  readonly today: Temporal.PlainDate;
  readonly nowMinutes: number;
  readonly timeZone: string;
  /** 3/4 is the third of April. */
  readonly dayFirst: boolean;
  /** When the house is open, where the caller knows: decides between 8 in the morning and 8 in the evening. */
  readonly open?: { readonly from: number; readonly to: number };
}

/** A time of day as said: `fixed` on the 24-hour clock, else the half of the day is still open. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly fixed: boolean;
}

type Days =
  | {
      readonly kind: 'day';
      readonly date: Temporal.PlainDate;
      /** A weekday's name without "next" or the like: may still move to another week. */
      readonly bareWeekday?: number;
      /** Said of the past: "yesterday", "last Friday". */
      readonly past?: boolean;
    }
  | {
      readonly kind: 'period';
      readonly from: Temporal.PlainDate;
      readonly to: Temporal.PlainDate;
      readonly week?: boolean;
      /** The one day that is meant where one day is asked for: "end of the month". */
      readonly point?: Temporal.PlainDate;
    }
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] };

export type Times =
  | { readonly kind: 'clock'; readonly clock: Clock }
  | { readonly kind: 'range'; readonly from?: Clock; readonly to?: Clock; readonly inclusive?: boolean }
  | { readonly kind: 'part'; readonly from: number; readonly to: number; readonly name: string };

/** What a rule makes of words. */
export interface Meaning {
  readonly days?: Days;
  readonly times?: Times;
  readonly earliest?: boolean;
  readonly confidence: number;
}

/** Words with a meaning. `start` to `end` are the words themselves, `from` to `to` all that the rule has used. */
export interface Piece extends Meaning {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  readonly negated: boolean;
}

/** A match of a rule's pattern with what stands around it, in canonical form. */
export interface Found {
  readonly groups: Readonly<Record<string, string | undefined>>;
  readonly said: string;
  readonly before: string;
  readonly after: string;
  /** The first of the words was written in letters: "ten", not "10". */
  readonly worded: boolean;
}

export interface Rule {
  readonly pattern: () => RegExp;
  readonly read: (found: Found, scene: Scene) => Meaning | undefined;
}

/**
 * A rule for words that stand by themselves: no letter, digit or sign of money touches them. The group `said` marks the
 * words themselves; without it they are the whole match. What leads to them never holds the same words.
 */
export function rule(source: string, read: Rule['read']): Rule {
  return { pattern: once(() => new RegExp(`${notInside}(?:${source})${notContinued}`, 'gu')), read };
}

const notInside = String.raw`(?<![\p{L}\d_$€£#+]|\p{L}'|\d[.,:/-])`;
const notContinued = String.raw`(?![\p{L}\d_%]|[.,:/-]\d)`;

/** Whether what follows a bare number shows that nothing is counted by it: the end, a mark, or a word of the kind. */
export function standsAlone({ after }: Found): boolean {
  return alone.test(after) && !street.test(after);
}

const alone =
  /^ ?(?:$|[.,;!?)](?!\d)|- |(?:on|tomorrow|today|tonight|next|this|that|coming|please|pls|plz|works?|is|isn|are|would|will|should|could|can|or|and|but|then|if|sharp|onwards?|latest|between|from|after|before|around|about|by|thanks?|thx|cheers|ok|okay|good|great|fine|perfect|suits?|i|we|my|because|so|as|until|till|to|at|with|when|instead|though|maybe|hopefully|too|sounds|does|do|don|in the|for (?:a|the|me|us|my|\d)|every|any|mornings?|afternoons?|evenings?|nights?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|wed|sat|sun)\b)/u;
const street =
  /^[^.!?]{0,30}\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|close|court|boulevard|blvd|square|terrace|crescent)\b/u;
