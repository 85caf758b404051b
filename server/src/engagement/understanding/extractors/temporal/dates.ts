import { Temporal } from 'temporal-polyfill';
import { monthNames, weekdayNames } from './lexicon.ts';

type PlainDate = Temporal.PlainDate;

export const weekdayPattern = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
export const monthPattern = `(?:${monthNames.join('|')})`;

/** The date, or undefined where the calendar has no such day. */
export function dateFrom(year: number, month: number, day: number): PlainDate | undefined {
  if (month < 1 || month > 12 || day < 1 || day > Temporal.PlainYearMonth.from({ year, month }).daysInMonth) {
    return undefined;
  }
  return Temporal.PlainDate.from({ year, month, day });
}

/** The next such date on or after `today`; undefined where no year has it. */
export function nextMonthDay(today: PlainDate, month: number, day: number): PlainDate | undefined {
  for (let year = today.year; year <= today.year + 8; year += 1) {
    const date = dateFrom(year, month, day);
    if (date !== undefined && isBefore(today, date, true)) return date;
  }
  return undefined;
}

/** The next date on or after `from` that is this day of its month, passing over months that are too short. */
export function nextDayOfMonth(from: PlainDate, day: number): PlainDate | undefined {
  for (let months = 0; months <= 12; months += 1) {
    const { year, month } = from.with({ day: 1 }).add({ months });
    const date = dateFrom(year, month, day);
    if (date !== undefined && isBefore(from, date, true)) return date;
  }
  return undefined;
}

/** The first such weekday (1 Monday to 7 Sunday) on or after a date. */
export function weekdayFrom(from: PlainDate, weekday: number): PlainDate {
  return from.add({ days: (weekday - from.dayOfWeek + 7) % 7 });
}

/** Monday of the week that a date is in. */
export function mondayOf(date: PlainDate): PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 });
}

export function lastOfMonth(date: PlainDate): PlainDate {
  return date.with({ day: date.daysInMonth });
}

export function isBefore(a: PlainDate, b: PlainDate, orSame = false): boolean {
  const order = Temporal.PlainDate.compare(a, b);
  return order < 0 || (orSame && order === 0);
}

/** 1 to 7 for a weekday's name in full or its first three letters, with or without a plural s. */
export function weekdayNumber(name: string | undefined): number | undefined {
  if (name === undefined || name === '') return undefined;
  const index = weekdayNames.findIndex((weekday) => name === `${weekday}s` || weekday.startsWith(name));
  return index === -1 ? undefined : index + 1;
}

/** 1 to 12 for a month's name in full. */
export function monthNumber(name: string | undefined): number | undefined {
  const index = monthNames.findIndex((month: string) => month === name);
  return index === -1 ? undefined : index + 1;
}

/** A year as said: two digits mean the century in which it is at most twenty years ahead. */
export function yearFrom(said: string, today: PlainDate): number {
  const year = Number(said);
  if (said.length !== 2) return year;
  const near = Math.floor(today.year / 100) * 100 + year;
  return near > today.year + 20 ? near - 100 : near;
}
