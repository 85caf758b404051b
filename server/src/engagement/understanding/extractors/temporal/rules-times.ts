import { anyClock, bareClock, parseClock, plainClock } from './clock.ts';
import { weekdayPattern } from './dates.ts';
import { type Found, type Meaning, type Rule, rule, standsAlone, type Times } from './piece.ts';

const roughly = '(?:around|about|roughly|approximately|approx|circa|near|close to|like|say)';
const day = '(?:day|tomorrow|today|tonight|morning|afternoon|evening|night|sat|sun|wed)';

/** Times of day: exact ones, and from one to another. */
export const timeRules: readonly Rule[] = [
  rule(
    `(?:at |@ ?|by |for |on )?(?<rough>${roughly} )?(?<said>(?:${plainClock})(?: in the (?:morning|afternoon|evening)| at night)?)(?<sharp> sharp| on the dot)?`,
    readPlain,
  ),
  rule(
    `(?<lead>at|@|by|${roughly}|at ${roughly}) ?(?<said>(?:${bareClock})(?: in the (?:morning|afternoon|evening)| at night)?)`,
    readLed,
  ),
  rule(`(?<=${day},? )(?<said>${bareClock})`, (found) => (standsAlone(found) ? clock(found.said, 0.65) : undefined)),
  rule(`(?<said>(?:${bareClock})(?: in the (?:morning|afternoon|evening)| at night))`, ({ said }) => clock(said, 0.9)),
  rule(String.raw`(?<said>(?:1[0-2]|[1-9]) [1-5]\d)`, (found) =>
    found.worded && (standsAlone(found) || / in the | at night/.test(found.after)) ? clock(found.said, 0.8) : undefined,
  ),
  rule(`(?<said>${bareClock})`, readAlone),
  rule(`(?<said>${bareClock})`, readFurther),
  rule(
    `(?<said>1[0-2]|[1-9])(?= (?:tomorrow|tonight|this (?:morning|afternoon|evening)|(?:next |this )?${weekdayPattern})\\b)`,
    ({ said, before }) =>
      /(?:^|\b(?:at|for|say|maybe|about|do|make it|or|and|is|prefer|like) |[,.!?-] ?)$/.test(before)
        ? clock(said, 0.6)
        : undefined,
  ),
  rule(
    `(?<said>(?<lead>between|from|any ?time between|any ?time from) (?<a>${anyClock}) ?(?:and|to|till?|until|-|through) ?(?<b>${anyClock}))`,
    readBetween,
  ),
  rule(`(?<said>(?<a>${anyClock}) ?(?:-|to|till|until) ?(?<b>${anyClock}))`, readDash),
  rule(
    `(?<said>(?<lead>not before|no earlier than|not earlier than|no sooner than|after|past|from|later than|not until|starting(?: at| from)?|any ?time after|any ?time from|as of) (?:${roughly} )?(?<a>${anyClock})(?: onwards?| on(?=$|[.,;!?]))?)`,
    (found) => bound(found, 'from'),
  ),
  rule(
    `(?<said>(?<lead>not after|no later than|not later than|at the latest by|at the latest|before|until|till?|up to|earlier than|any ?time before|latest) (?:${roughly} )?(?<a>${anyClock}))`,
    (found) => bound(found, 'to'),
  ),
  rule(
    `(?:at )?(?<said>(?<a>${anyClock}) (?:onwards?|or later|or after|and later|and after|or any ?time after|at the earliest))`,
    (found) => bound(found, 'from'),
  ),
  rule(`(?:at |by )?(?<said>(?<a>${anyClock}) (?:or earlier|or before|at the latest|latest))`, (found) =>
    bound(found, 'to'),
  ),
];

function readPlain({ said, groups, before, worded }: Found): Meaning | undefined {
  if (!worded && /^(?:5|10) (?:to|till?|until) /.test(said)) return undefined;
  if (/\b(?:and|an?|day and|plus|\d) $/.test(before) && /^half/.test(said)) return undefined;
  return clock(said, groups.rough === undefined ? (/^half \d|ish$|^\d{1,2}h$/.test(said) ? 0.8 : 1) : 0.75);
}

function readLed(found: Found): Meaning | undefined {
  const { said, groups, before } = found;
  const rough = isRough.test(groups.lead ?? '');
  const spoken = / in the | at night$/.test(said);
  if (
    !spoken &&
    (!standsAlone(found) || /\b(?:live|lives|living|located|based|address is|aged?|am|is|i'm) $/.test(before))
  )
    return undefined;
  if (yearLike.test(said)) return undefined;
  if (/^\d{3,4}$/.test(said)) return clock(said, rough && /00$/.test(said) ? 0.4 : 0.75);
  const isAll = found.after.trim() === '' && before.trim() === groups.lead;
  return clock(said, rough ? (isAll ? 0.5 : 0.7) : 0.9);
}

/** A number that is all that was said: a time where a time was asked for, so never more than half sure. */
function readAlone({ said, before, after, worded }: Found): Meaning | undefined {
  const aside =
    /^[^\p{L}\d]*(?:(?:please|pls|works(?: for me| best| well)?|is (?:fine|good|great|ok|okay|perfect)|would be (?:good|great|fine)|sounds good|then|ok|okay|thanks|thank you)[^\p{L}\d]*)?$/u;
  const opening =
    /^(?:[^\p{L}\d]*|(?:ok|okay|yes|yeah|sure|maybe|perhaps|let's say|let's do|how about|what about|make it|no,? make it|make that),? )$/u;
  if (!aside.test(after) || !opening.test(before)) return undefined;
  if (/^\d{4}$/.test(said) && Number(said) % 5 !== 0) return undefined;
  const pair = /^\d{1,2}[ .]/.test(said);
  if (pair && worded) return clock(said, 0.9);
  return clock(said, pair || /make|let's/.test(before) ? 0.6 : /^\d{3,4}$/.test(said) ? 0.5 : 0.45);
}

/** "At 3 or 4", "sorry, I meant 4": a bare number after another time, or in its place. */
function readFurther(found: Found): Meaning | undefined {
  const other = /(?:\b(?:at|around|about|by) \d{1,2}|\d{1,2}(?::\d\d| ?[ap]m)) (?:or|and) $/.test(found.before);
  const instead = /\b(?:i meant?|make (?:it|that)|rather|actually|not \d{1,2},?) $/.test(found.before);
  return (other || instead) && standsAlone(found) ? clock(found.said, 0.7) : undefined;
}

function readBetween(found: Found): Meaning | undefined {
  const sure = plain(found.groups.a) || plain(found.groups.b);
  return sure || standsAlone(found) ? range(found, sure ? 0.92 : mayBeAmount(found) ? 0.4 : 0.8) : undefined;
}

function readDash(found: Found): Meaning | undefined {
  const sure = plain(found.groups.a) || plain(found.groups.b);
  if (sure) return range(found, 0.9);
  if (!standsAlone(found) || /\d/.test(found.before.slice(-2))) return undefined;
  if (/^(?:20|25) to/.test(found.said) || (found.worded && /^(?:5|10) to/.test(found.said))) return undefined;
  return range(found, afterDay.test(found.before) ? 0.8 : mayBeAmount(found) ? 0.4 : 0.45);
}

function range({ groups }: Found, confidence: number): Meaning | undefined {
  const [from, to] = [parseClock(groups.a ?? ''), parseClock(groups.b ?? '')];
  return from === undefined || to === undefined ? undefined : { times: { kind: 'range', from, to }, confidence };
}

/** One side of a range. "By 5 at the latest" and "5 or earlier" still allow 5. */
function bound(found: Found, side: 'from' | 'to'): Meaning | undefined {
  const { groups, said } = found;
  const at = parseClock(groups.a ?? '');
  const firm = plain(groups.a) || /(?:onwards?|on|later|after|earlier|before|latest|earliest)$/.test(said);
  if (at === undefined || (!firm && !standsAlone(found))) return undefined;
  const inclusive = /latest|no later|not later|or earlier|or before/.test(said);
  const times: Times = side === 'from' ? { kind: 'range', from: at } : { kind: 'range', to: at, inclusive };
  return { times, confidence: firm ? 0.92 : mayBeAmount(found) ? 0.4 : /^from/.test(said) ? 0.65 : 0.85 };
}

/** "Between 1000 and 1500", "after 2020": full hundreds, fifties and years are rarely times. */
function mayBeAmount({ groups }: Found): boolean {
  return [groups.a, groups.b].every((side) => side === undefined || /^(?:\d{1,2}[05]0|(?:19|20)\d\d)$/.test(side));
}

const isRough = new RegExp(roughly);
const afterDay = new RegExp(`${day},? (?:from )?$`);
const isPlain = new RegExp(`^(?:${plainClock})`);
const yearLike = /^(?:19|20)\d[1-46-9]$/;

function clock(words: string, confidence: number): Meaning | undefined {
  const at = parseClock(words);
  return at === undefined ? undefined : { times: { kind: 'clock', clock: at }, confidence };
}

function plain(words = ''): boolean {
  return isPlain.test(words) || / in the | at night/.test(words);
}
