import { mondayOf, weekdayFrom, weekdayNumber, weekdayPattern } from './dates.ts';
import { type Found, type Meaning, type Rule, rule, type Scene } from './piece.ts';

const name = `(?<name>${weekdayPattern}|sat|sun|wed)`;
const lead = '(?:the )?(?<lead>this coming|this|next|coming|following|last|past|every|each|any|all)';
const tail = '(?: (?<tail>week|fortnight|after next))';

/**
 * Weekdays. A bare one and "this Wednesday" are the nearest, today included; "next Wednesday" is that of next week, and
 * weeks begin on Monday; "Wednesday week" is a week after the nearest.
 */
export const weekdayRules: readonly Rule[] = [
  rule(`(?:on )?(?<said>(?:${lead} )?${name}${tail}?)`, readOne),
  rule(`(?:on )?(?<said>(?:${lead} )?(?<name>${weekdayPattern})s)`, readEvery),
  rule(`(?:on )?(?<said>(?:next|this) week,?(?: on)? ${name})`, ({ groups, said }, scene) => {
    const weekday = weekdayNumber(groups.name);
    return weekday === undefined ? undefined : inWeek(scene, said.startsWith('next') ? 1 : 0, weekday);
  }),
  rule(
    '(?:on |at |during )?(?:the )?(?<said>(?:any |every |all )?(?:week ?days?|working days?|business days?))',
    every([1, 2, 3, 4, 5]),
  ),
  rule('(?:on |at |during )?(?<said>(?:(?:any |every |all |most )(?:the )?week ?ends?|week ?ends))', every([6, 7])),
  rule('(?<said>monday (?:to|through|thru|till|until|-) ?friday|monday-friday)', every([1, 2, 3, 4, 5])),
];

function readOne(found: Found, scene: Scene): Meaning | undefined {
  const { groups, before } = found;
  const weekday = weekdayNumber(groups.name);
  if (weekday === undefined || !isWeekday(found)) return undefined;
  const { today } = scene;
  const nearest = weekdayFrom(today, weekday);
  switch (groups.lead) {
    case 'every':
    case 'each':
    case 'any':
    case 'all':
      return { days: { kind: 'weekdays', weekdays: [weekday] }, confidence: 0.9 };
    case 'last':
    case 'past':
      return {
        days: { kind: 'day', date: weekdayFrom(today.subtract({ days: 7 }), weekday), past: true },
        confidence: 0.8,
      };
    case 'this coming':
    case 'coming':
    case 'following':
      return { days: { kind: 'day', date: weekdayFrom(today.add({ days: 1 }), weekday) }, confidence: 0.93 };
    case 'next':
      return inWeek(scene, groups.tail === 'after next' ? 2 : 1, weekday);
    default:
  }
  if (groups.tail === 'after next') return inWeek(scene, 2, weekday);
  const weeks = weeksLater(groups.tail);
  if (weeks > 0) return { days: { kind: 'day', date: nearest.add({ weeks }) }, confidence: 0.9 };
  const sure = /last $/.test(before) ? 0.5 : nearest.equals(today) ? 0.75 : 0.92;
  return { days: { kind: 'day', date: nearest, bareWeekday: weekday }, confidence: sure };
}

function weeksLater(tail: string | undefined): number {
  if (tail === 'week') return 1;
  return tail === 'fortnight' ? 2 : 0;
}

function inWeek({ today }: Scene, weeks: number, weekday: number): Meaning {
  const date = mondayOf(today).add({ weeks, days: weekday - 1 });
  return { days: { kind: 'day', date }, confidence: 0.93 };
}

function readEvery({ groups }: Found): Meaning | undefined {
  const weekday = weekdayNumber(groups.name);
  return weekday === undefined ? undefined : { days: { kind: 'weekdays', weekdays: [weekday] }, confidence: 0.92 };
}

function every(weekdays: readonly number[]): () => Meaning {
  return () => ({ days: { kind: 'weekdays', weekdays }, confidence: 0.9 });
}

/** "sat", "sun" and "wed" are other words too: a day only where their neighbours are those of a day. */
function isWeekday({ groups, before, after }: Found): boolean {
  if ((groups.name ?? '').length > 3 || groups.lead !== undefined) return true;
  if (/\b(?:i|we|he|she|they|you|it|who|have|has|had|was|were|just|the|to|a|be|get|is|are|newly|and i) $/.test(before))
    return false;
  if (
    /(?:^|[,/(-] ?|\b(?:on|or|and|for|by|until|till|from|not|but|no|about|around|say|maybe|either|before|after) )$/.test(
      before,
    ) &&
    before !== ''
  )
    return true;
  return /^ ?(?:$|[.,!?/)-]|(?:mornings?|afternoons?|evenings?|nights?|at|around|after|before|the|or|works?|is|if|would|please|pls|\d)\b)/.test(
    after,
  );
}
