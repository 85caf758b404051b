import { describe, expect, it } from 'vitest';
import type { SpeechContext } from '../../types.ts';
import { findDates } from './index.ts';

const monday: SpeechContext = {
  now: new Date('2026-05-11T13:00:00Z'),
  timeZone: 'America/New_York',
  country: 'US',
  language: 'en',
};

function dates(text: string, context: Partial<SpeechContext> = {}): string[] {
  return findDates(text, { ...monday, ...context }).map(({ value }) => value);
}

describe('a single day, said on Monday 11 May 2026', () => {
  it.each([
    ['today', '2026-05-11'],
    ['Tomorrow', '2026-05-12'],
    ['tmrw pls', '2026-05-12'],
    ['tommorow', '2026-05-12'],
    ['the day after tomorrow', '2026-05-13'],
    ['tonight', '2026-05-11'],
    ['this afternoon', '2026-05-11'],
    ['Wednesday', '2026-05-13'],
    ['this Wednesday', '2026-05-13'],
    ['next Wednesday', '2026-05-20'],
    ['next monday', '2026-05-18'],
    ['next Sunday', '2026-05-24'],
    ['Monday', '2026-05-11'],
    ['this coming Monday', '2026-05-18'],
    ['this coming Friday', '2026-05-15'],
    ['coming Friday', '2026-05-15'],
    ['Friday week', '2026-05-22'],
    ['a week on Friday', '2026-05-22'],
    ['a week from Wednesday', '2026-05-20'],
    ['two weeks from Thursday', '2026-05-28'],
    ['a week from today', '2026-05-18'],
    ['a week tomorrow', '2026-05-19'],
    ['tomorrow week', '2026-05-19'],
    ['in a fortnight', '2026-05-25'],
    ['in a week', '2026-05-18'],
    ['in a weeks time', '2026-05-18'],
    ['in 3 days', '2026-05-14'],
    ['in three days', '2026-05-14'],
    ['3 days from now', '2026-05-14'],
    ['in a couple of days', '2026-05-13'],
    ['in two weeks', '2026-05-25'],
    ['in a month', '2026-06-11'],
    ['Wednesday next week', '2026-05-20'],
    ['Wednesday of next week', '2026-05-20'],
    ['next week on Tuesday', '2026-05-19'],
    ['next week Tuesday', '2026-05-19'],
    ['Friday this week', '2026-05-15'],
    ['the Wednesday after next', '2026-05-27'],
    ['weds', '2026-05-13'],
    ['thurs', '2026-05-14'],
    ['wendesday', '2026-05-13'],
    ['on Sat', '2026-05-16'],
    ['sat', '2026-05-16'],
    ['Wed works', '2026-05-13'],
    ['sun morning', '2026-05-17'],
    ['the 14th', '2026-05-14'],
    ['14th', '2026-05-14'],
    ['on the fourteenth', '2026-05-14'],
    ['the twenty-first', '2026-05-21'],
    ['the twenty first', '2026-05-21'],
    ['the 11th', '2026-05-11'],
    ['the 10th', '2026-06-10'],
    ['the 31st', '2026-05-31'],
    ['the 3rd of next month', '2026-06-03'],
    ['on the 21st of this month', '2026-05-21'],
    ['May 14', '2026-05-14'],
    ['may 14th', '2026-05-14'],
    ['May the 14th', '2026-05-14'],
    ['14 May', '2026-05-14'],
    ['14th of May', '2026-05-14'],
    ['the 14th of may, 2027', '2027-05-14'],
    ['May 14, 2027', '2027-05-14'],
    ['14 may 2027', '2027-05-14'],
    ["14 may '27", '2027-05-14'],
    ['Jan 5', '2027-01-05'],
    ['5 jan', '2027-01-05'],
    ['Sept 3rd', '2026-09-03'],
    ['March 3', '2027-03-03'],
    ['Feb 29', '2028-02-29'],
    ['second of June', '2026-06-02'],
    ['Thursday the 14th', '2026-05-14'],
    ['Thursday, May 14', '2026-05-14'],
    ['Thursday 14 May', '2026-05-14'],
    ['Thursday 14', '2026-05-14'],
    ['Christmas', '2026-12-25'],
    ["new year's eve", '2026-12-31'],
    ['first Monday of June', '2026-06-01'],
    ['last Friday of the month', '2026-05-29'],
    ['2026-05-14', '2026-05-14'],
    ['2026/05/14', '2026-05-14'],
    ['5/14', '2026-05-14'],
    ['5/14/2026', '2026-05-14'],
    ['05/14/26', '2026-05-14'],
    ['14/5', '2026-05-14'],
    ['5-14-2026', '2026-05-14'],
    ['14.5.', '2026-05-14'],
    ['14.05.2026', '2026-05-14'],
    ['end of the month', '2026-05-31'],
    ['end of next month', '2026-06-30'],
    ['yesterday', '2026-05-10'],
    ['last Friday', '2026-05-08'],
    ['3 days ago', '2026-05-08'],
  ])('%s', (text, date) => {
    expect(dates(text)).toEqual([date]);
  });
});

describe('the order of day and month', () => {
  it.each([
    ['US', '3/4', '2027-03-04'],
    ['GB', '3/4', '2027-04-03'],
    ['DE', '3/4/2026', '2026-04-03'],
    ['US', '3/4/2026', '2026-03-04'],
    ['US', '3.4.', '2027-04-03'],
    ['IN', '12/06', '2026-06-12'],
    ['GB', '6/13', '2026-06-13'],
    ['AU', '13-06-2026', '2026-06-13'],
  ])('%s %s', (country, text, date) => {
    expect(dates(text, { country })).toEqual([date]);
  });
});

describe('the day is that of the zone', () => {
  const lateOnMonday = new Date('2026-05-11T22:30:00Z');
  it.each([
    ['America/New_York', 'today', '2026-05-11'],
    ['Europe/Berlin', 'today', '2026-05-12'],
    ['Asia/Kolkata', 'tomorrow', '2026-05-13'],
    ['Australia/Lord_Howe', 'Tuesday', '2026-05-12'],
    ['Pacific/Apia', 'tomorrow', '2026-05-13'],
    ['Pacific/Pago_Pago', 'tomorrow', '2026-05-12'],
  ])('%s %s', (timeZone, text, date) => {
    expect(dates(text, { timeZone, now: lateOnMonday })).toEqual([date]);
  });
});

describe('next Wednesday is that of next week, whatever today is', () => {
  it.each([
    ['2026-05-12T13:00:00Z', '2026-05-20'],
    ['2026-05-13T13:00:00Z', '2026-05-20'],
    ['2026-05-14T13:00:00Z', '2026-05-20'],
    ['2026-05-16T13:00:00Z', '2026-05-20'],
    ['2026-05-17T13:00:00Z', '2026-05-20'],
    ['2026-05-18T13:00:00Z', '2026-05-27'],
  ])('said on %s', (now, date) => {
    expect(dates('next Wednesday', { now: new Date(now) })).toEqual([date]);
  });
});

describe('the words said', () => {
  it.each([
    ['Could we meet on Wednesday, please?', 'Wednesday'],
    ['on the 14th', '14th'],
    ['at   the end of the month', 'the end of the month'],
    ['How about  the   twenty-first?', 'twenty-first'],
    ['I’d say “next Friday”', 'next Friday'],
    ['üñí Tuesday', 'Tuesday'],
    ['İstanbul on Tuesday', 'Tuesday'],
    ['👋👋 see you tomorrow', 'tomorrow'],
  ])('%s', (text, words) => {
    const [span] = findDates(text, monday);
    expect(span?.text).toBe(words);
    expect(text.slice(span?.start, span?.end)).toBe(words);
  });
});

it('finds several days in order', () => {
  expect(dates('Tuesday the 12th or Thursday, or else on 5/20')).toEqual(['2026-05-12', '2026-05-14', '2026-05-20']);
});

it('doubts a date that does not fall on its weekday', () => {
  const [span] = findDates('Monday the 14th', monday);
  expect(span?.value).toBe('2026-05-14');
  expect(span?.confidence).toBeLessThan(0.6);
});
