import type { Temporal } from 'temporal-polyfill';
import {
  dateFrom,
  isBefore,
  lastOfMonth,
  mondayOf,
  monthNumber,
  monthPattern,
  weekdayFrom,
  weekdayNumber,
  weekdayPattern,
} from './dates.ts';
import { type Found, type Meaning, type Rule, rule, type Scene } from './piece.ts';

type PlainDate = Temporal.PlainDate;

const month = `(?<month>(?:this |next |the )?month|(?:next )?${monthPattern})(?:,? (?<year>20\\d\\d))?`;
const edge = '(?<edge>early|start|beginning|mid|middle|late|end|1st half|2nd half|latter half)';

/** Stretches of days: weeks, weekends, months and parts of them, ranges of dates. */
export const periodRules: readonly Rule[] = [
  rule(
    `(?:on |at |over |during )?(?:the )?(?<said>(?:(?<lead>this|next|coming|this coming|following) )?week ?end)`,
    readWeekend,
  ),
  rule(
    `(?:in |during |for |sometime |any ?time |any day )*(?<said>(?:later |any day |any ?time |sometime )?(?<lead>this|next|the following|the coming) week)`,
    readWeek,
  ),
  rule('(?:on |at )?(?<said>(?:the )?week ?end after next)', (_, { today }) =>
    period(mondayOf(today).add({ days: 19 }), mondayOf(today).add({ days: 20 }), 0.85),
  ),
  rule('(?<said>(?:the )?week after next)', (_, scene) => week(scene.today, 2, 0, 6)),
  rule('(?<said>in (?:the )?next (?:few|couple of) days)', (_, { today }) =>
    period(today, today.add({ days: 3 }), 0.8),
  ),
  rule('(?<said>in (?:the )?next (?:few|couple of) weeks)', (_, { today }) =>
    period(today, today.add({ days: 21 }), 0.7),
  ),
  rule(
    `(?:at |in |by |on )?(?<said>(?:the )?${edge}(?: part)?(?: of)?(?: the)? (?<lead>this|next) week)`,
    readPartOfWeek,
  ),
  rule(`(?:at |in |by |on )?(?<said>(?:the )?(?<edge>start|beginning|middle|end) of the week)`, readPartOfWeek),
  rule(
    `(?:at |in |by |on |around |towards )?(?<said>(?:the )?${edge}(?: part)?(?: |-)?(?:of )?${month})`,
    readPartOfMonth,
  ),
  rule(
    `(?:at |in |by |on )?(?<said>(?:the )?(?<nth>1st|2nd|3rd|4th|last|final) week (?:of|in) ${month})`,
    readWeekOfMonth,
  ),
  rule(
    `(?:on )?(?<said>(?:the )?(?<nth>1st|2nd|3rd|4th|last|final) (?<weekday>${weekdayPattern}) (?:of|in) ${month})`,
    readNthWeekday,
  ),
  rule(`(?:in|during|sometime in|by|until|till|before|after|from|of) (?<said>${month})`, readMonth),
  rule('(?<said>(?:this|next) month)', readMonth),
  rule(`(?<said>(?:next )(?<month>${monthPattern})|(?<named>${monthPattern}) (?<year>20\\d\\d))`, readMonth),
  rule(
    `(?:from |between |on )?(?:the )?(?<said>(?<a>\\d{1,2})(?:st|nd|rd|th)? ?(?:-|to|and|till|until|through) ?(?:the )?(?<b>\\d{1,2})(?:st|nd|rd|th)? (?:of )?(?<month>${monthPattern}))`,
    readDays,
  ),
  rule(
    `(?:from |between |on )?(?<said>(?<month>${monthPattern}) (?:the )?(?<a>\\d{1,2})(?:st|nd|rd|th)? ?(?:-|to|and|till|until|through) ?(?:the )?(?<b>\\d{1,2})(?:st|nd|rd|th)?)(?! ?[ap]\\.?m|:)`,
    readDays,
  ),
];

function readWeekend({ groups }: Found, { today }: Scene): Meaning {
  const saturday = mondayOf(today).add({ days: groups.lead === 'next' ? 12 : 5 });
  const from = isBefore(saturday, today) ? today : saturday;
  return period(from, saturday.add({ days: 1 }), 0.9);
}

function readWeek({ groups }: Found, { today }: Scene): Meaning {
  return week(today, groups.lead === 'this' ? 0 : 1, 0, 6);
}

/** Days of a week ahead by their distance from its Monday, what is past left out. */
function week(today: PlainDate, weeks: number, first: number, last: number): Meaning {
  const monday = mondayOf(today).add({ weeks });
  const [from, to] = [monday.add({ days: first }), monday.add({ days: last })];
  const open = isBefore(from, today) && !isBefore(to, today) ? today : from;
  return { days: { kind: 'period', from: open, to, week: true }, confidence: 0.9 };
}

function readPartOfWeek({ groups, said }: Found, { today }: Scene): Meaning {
  const weeks = /next/.test(said) ? 1 : 0;
  const [first, last] = daysOfPart[partOf(groups.edge)];
  return { ...week(today, weeks, first, last), confidence: 0.8 };
}

/** Distances from Monday. */
const daysOfPart = { early: [0, 2], middle: [1, 3], late: [3, 4] } as const;

function readPartOfMonth({ groups }: Found, { today }: Scene): Meaning | undefined {
  const first = firstOfMonth(groups, today);
  if (first === undefined) return undefined;
  const end = lastOfMonth(first);
  const part = partOf(groups.edge);
  const half = /half/.test(groups.edge ?? '');
  if (part === 'early') return period(first, first.with({ day: half ? 15 : 10 }), 0.8, first);
  if (part === 'middle') return period(first.with({ day: 11 }), first.with({ day: 20 }), 0.8, first.with({ day: 15 }));
  return period(half ? first.with({ day: 16 }) : end.subtract({ days: 6 }), end, 0.8, end);
}

function partOf(edge = ''): 'early' | 'middle' | 'late' {
  if (/^(?:early|start|beginning|1st)/.test(edge)) return 'early';
  return /^mid/.test(edge) ? 'middle' : 'late';
}

function readWeekOfMonth({ groups }: Found, { today }: Scene): Meaning | undefined {
  const first = firstOfMonth(groups, today);
  if (first === undefined) return undefined;
  const nth = Number.parseInt(groups.nth ?? '', 10);
  if (Number.isNaN(nth)) return period(lastOfMonth(first).subtract({ days: 6 }), lastOfMonth(first), 0.85);
  const from = first.add({ days: 7 * (nth - 1) });
  return period(from, from.add({ days: 6 }), 0.85);
}

function readNthWeekday({ groups }: Found, { today }: Scene): Meaning | undefined {
  const weekday = weekdayNumber(groups.weekday);
  const first = firstOfMonth(groups, today);
  if (weekday === undefined || first === undefined) return undefined;
  const nth = Number.parseInt(groups.nth ?? '', 10);
  const in_ = (month: PlainDate): PlainDate =>
    Number.isNaN(nth)
      ? weekdayFrom(lastOfMonth(month).subtract({ days: 6 }), weekday)
      : weekdayFrom(month, weekday).add({ days: 7 * (nth - 1) });
  const date = in_(first);
  const past = isBefore(date, today) && groups.year === undefined && monthNumber(groups.month) === undefined;
  return { days: { kind: 'day', date: past ? in_(first.add({ months: 1 })) : date }, confidence: 0.92 };
}

function readMonth(found: Found, { today }: Scene): Meaning | undefined {
  const { groups, said, before } = found;
  if (said === 'the month' || /\b(?:the|a) $/.test(before)) return undefined;
  const first = firstOfMonth({ ...groups, month: groups.month ?? groups.named ?? said }, today);
  if (first === undefined) return undefined;
  const last = lastOfMonth(first);
  return period(isBefore(first, today) && !isBefore(last, today) ? today : first, last, 0.85);
}

/** The first day of the month named; "June" is the one that is not over yet, "next month" the one after this. */
function firstOfMonth(groups: Found['groups'], today: PlainDate): PlainDate | undefined {
  const said = groups.month ?? '';
  if (/month$/.test(said)) return today.with({ day: 1 }).add({ months: said.startsWith('next') ? 1 : 0 });
  const month = monthNumber(said.replace(/^next /, ''));
  if (month === undefined) return undefined;
  const year = groups.year === undefined ? today.year + (month < today.month ? 1 : 0) : Number(groups.year);
  return dateFrom(year, month, 1);
}

function readDays({ groups }: Found, { today }: Scene): Meaning | undefined {
  const month = monthNumber(groups.month);
  if (month === undefined) return undefined;
  const year = today.year;
  const [from, to] = [dateFrom(year, month, Number(groups.a)), dateFrom(year, month, Number(groups.b))];
  if (from === undefined || to === undefined || isBefore(to, from, true)) return undefined;
  return isBefore(to, today) ? period(from.add({ years: 1 }), to.add({ years: 1 }), 0.92) : period(from, to, 0.92);
}

function period(from: PlainDate, to: PlainDate, confidence: number, point?: PlainDate): Meaning {
  return { days: { kind: 'period', from, to, ...(point === undefined ? {} : { point }) }, confidence };
}
