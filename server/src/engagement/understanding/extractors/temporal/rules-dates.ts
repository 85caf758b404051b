import type { Temporal } from 'temporal-polyfill';
import {
  dateFrom,
  monthNumber,
  monthPattern,
  nextDayOfMonth,
  nextMonthDay,
  weekdayNumber,
  weekdayPattern,
  yearFrom,
} from './dates.ts';
import { namedDays } from './lexicon.ts';
import { type Found, type Meaning, type Rule, rule, type Scene, standsAlone } from './piece.ts';

const day = String.raw`(?<day>3[01]|[12]\d|0?[1-9])`;
const suffix = '(?:st|nd|rd|th)';
const year = String.raw`(?:,? ?(?<year>(?:19|20)\d\d|'\d\d))`;
const weekday = `(?:(?:on )?(?:this |next |coming )?(?<weekday>${weekdayPattern}|sat|sun|wed)(?:,| -)? (?:on )?(?:the )?)`;
const month = `(?<month>${monthPattern})`;

/** Dates by their numbers: "2026-05-14", "3/4", "14.5.", "May 14", "the 14th of May 2026", "Wednesday the 14th". */
export const dateRules: readonly Rule[] = [
  rule(String.raw`(?<year>(?:19|20)\d\d)(?<mark>[-/.])(?<month>\d{1,2})\k<mark>${day}`, ({ groups }) =>
    only(dateFrom(Number(groups.year), Number(groups.month), Number(groups.day)), 0.99),
  ),
  rule(String.raw`(?:on |the )?(?<said>(?<one>\d{1,2})/(?<two>\d{1,2})(?:/(?<year>\d{4}|\d{2}))?)`, readSlashes),
  rule(String.raw`(?<said>(?<one>\d{1,2})-(?<two>\d{1,2})-(?<year>\d{4}))`, readSlashes),
  rule(
    String.raw`(?:on |the )?(?<said>${day}\. ?(?<month>1[0-2]|0?[1-9])\.(?: ?(?<year>(?:19|20)\d\d|\d\d))?)`,
    readNumbers,
  ),
  rule(String.raw`(?:on |the )(?<said>${day}\.(?<month>1[0-2]|0[1-9]))`, readNumbers),
  rule(
    `(?:on )?(?<said>${weekday}?${month}\\.?,? (?:the )?${day}${suffix}?${year}?)(?! ?(?:am|pm|[ap]\\.)|:)`,
    readNamed,
  ),
  rule(`(?:on )?(?:the )?(?<said>${weekday}?${day}(?:${suffix}|\\.)? ?(?:of )?${month}\\.?${year}?)`, readNamed),
  rule(
    `(?:on )?(?<the>the )?(?<said>${weekday}?${day}${suffix}(?<tail> (?:of )?(?:this|next|the) month)?)`,
    readOrdinal,
  ),
  rule(`(?:on )?(?<said>${weekday}${day})(?!:| ?(?:am|pm|[ap]\\.|o ?['"]? ?clock))`, readWeekdayNumber),
  rule(
    `(?:on |at )?(?<said>${[...namedDays.keys()].join('|').replaceAll('s day', "'?s'? day").replaceAll('years eve', "year'?s'? eve").replaceAll('new years', "new year'?s'?")})`,
    readName,
  ),
];

function readSlashes({ groups, before, after, said }: Found, { dayFirst, today }: Scene): Meaning | undefined {
  if (/[\d/]\s?$/.test(before) || /^ ?(?:stars?|of an?\b|cup|price|hour|inch|scale|bed|full|empty)/.test(after))
    return undefined;
  if (said === '24/7' && !/on $/.test(before)) return undefined;
  const [one, two] = [Number(groups.one), Number(groups.two)];
  const [first, last] = dayFirst ? [two, one] : [one, two];
  const asWritten = dated(today, groups.year, first, last);
  if (asWritten !== undefined)
    return only(asWritten, groups.year === undefined ? 0.8 : one === two || one > 12 || two > 12 ? 0.97 : 0.9);
  return only(dated(today, groups.year, last, first), 0.75);
}

function readNumbers({ groups, before }: Found, { today, dayFirst }: Scene): Meaning | undefined {
  if (/\d[.\s]?$/.test(before)) return undefined;
  const date = dated(today, groups.year, Number(groups.month), Number(groups.day));
  return only(date, groups.year !== undefined ? 0.97 : dayFirst ? 0.88 : 0.7);
}

function readNamed({ groups, before }: Found, { today }: Scene): Meaning | undefined {
  const month = monthNumber(groups.month);
  if (month === undefined || (groups.month === 'may' && /\b(?:i|we|you|he|she|they|who) $/.test(before)))
    return undefined;
  const date = dated(today, groups.year?.replace("'", ''), month, Number(groups.day));
  return only(date, sureOfWeekday(date, groups.weekday, 0.95));
}

/** The year where none is said is that of the next such date, today included. */
function dated(today: Temporal.PlainDate, year: string | undefined, month: number, day: number) {
  return year === undefined ? nextMonthDay(today, month, day) : dateFrom(yearFrom(year, today), month, day);
}

function readOrdinal(found: Found, { today }: Scene): Meaning | undefined {
  const { groups, worded, before } = found;
  const [number, tail] = [Number(groups.day), groups.tail ?? ''];
  const named = groups.weekday !== undefined;
  const alone = before.trim() === '' && found.after.trim() === '';
  const byDate =
    named ||
    tail !== '' ||
    groups.the !== undefined ||
    /\bon $/.test(found.said) ||
    alone ||
    (!worded && number > 3 && standsAlone(found)) ||
    /(?:on|or|and|to|by|until|till|-) ?$/.test(before);
  if (!byDate || /\b(?:my|our|his|her|a|an|your) $/.test(before)) return undefined;
  if (!named && tail === '' && (!standsAlone(found) || (worded && number < 11 && !/\bon $/.test(before))))
    return undefined;
  const from = /next/.test(tail) ? today.add({ months: 1 }).with({ day: 1 }) : today;
  const date = nextDayOfMonth(from, number);
  const sure = named ? 0.92 : number < 4 && tail === '' && !/\bon the $/.test(before) ? 0.6 : 0.85;
  return only(date, sureOfWeekday(date, groups.weekday, sure));
}

/** "Wednesday 14" is a date only where the next 14th is a Wednesday; else the number may be an hour. */
function readWeekdayNumber({ groups }: Found, { today }: Scene): Meaning | undefined {
  const date = nextDayOfMonth(today, Number(groups.day));
  return date?.dayOfWeek === weekdayNumber(groups.weekday) ? only(date, 0.85) : undefined;
}

function readName({ said }: Found, { today }: Scene): Meaning | undefined {
  const named = namedDays.get(said.replaceAll("'", ''));
  return named === undefined ? undefined : only(nextMonthDay(today, named[0], named[1]), 0.9);
}

/** A date beside a weekday that it does not fall on is doubtful: one of the two was said wrong. */
function sureOfWeekday(date: Temporal.PlainDate | undefined, weekday: string | undefined, sure: number): number {
  return weekday === undefined || date?.dayOfWeek === weekdayNumber(weekday) ? sure : 0.5;
}

function only(date: Temporal.PlainDate | undefined, confidence: number): Meaning | undefined {
  return date === undefined ? undefined : { days: { kind: 'day', date }, confidence };
}
