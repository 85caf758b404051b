import { describe, expect, it } from 'vitest';
import type { SpeechContext, TimeWish } from '../../types.ts';
import { findWhen, type OpenHint } from './index.ts';

const monday: SpeechContext = {
  now: new Date('2026-05-11T13:00:00Z'),
  timeZone: 'America/New_York',
  country: 'US',
  language: 'en',
};

type Wish = Omit<TimeWish, 'text' | 'confidence'>;

function wish(text: string, hint?: OpenHint): Wish | undefined {
  const found = findWhen(text, monday, hint);
  if (found === undefined) return undefined;
  const { text: _text, confidence: _confidence, ...rest } = found;
  return rest;
}

function on(date: string, rest: Wish = {}): Wish {
  return { fromDate: date, toDate: date, ...rest };
}

function between(fromDate: string, toDate: string, rest: Wish = {}): Wish {
  return { fromDate, toDate, ...rest };
}

const morning = { fromTime: '06:00', toTime: '12:00' };
const afternoon = { fromTime: '12:00', toTime: '17:00' };
const evening = { fromTime: '17:00', toTime: '21:00' };

describe('days and times together, said on Monday 11 May 2026 at 9', () => {
  it.each<[string, Wish]>([
    ['next Wednesday at half past two', on('2026-05-20', { time: '14:30' })],
    ['Thursday', on('2026-05-14')],
    ['tomorrow evening', on('2026-05-12', evening)],
    ['tomorrow at 3pm please', on('2026-05-12', { time: '15:00' })],
    ['this afternoon', on('2026-05-11', afternoon)],
    ['tonight', on('2026-05-11', { fromTime: '17:00', toTime: '24:00' })],
    ['tomorrow night after 7', on('2026-05-12', { fromTime: '19:00', toTime: '24:00' })],
    ['first thing tomorrow', on('2026-05-12', { fromTime: '06:00', toTime: '10:00' })],
    ['Friday afternoon', on('2026-05-15', afternoon)],
    ['Friday at lunchtime', on('2026-05-15', { fromTime: '12:00', toTime: '14:00' })],
    ['Friday afternoon at 4', on('2026-05-15', { time: '16:00' })],
    ['Friday afternoon after 3', on('2026-05-15', { fromTime: '15:00', toTime: '17:00' })],
    ['on the 14th between 2 and 4', on('2026-05-14', { fromTime: '14:00', toTime: '16:00' })],
    ['14th or 15th', between('2026-05-14', '2026-05-15', { weekdays: [4, 5] })],
    ['Tuesday or Thursday', between('2026-05-12', '2026-05-14', { weekdays: [2, 4] })],
    ['Tuesday or Wednesday next week', between('2026-05-19', '2026-05-20', { weekdays: [2, 3] })],
    ['Monday at 3', on('2026-05-11', { time: '15:00' })],
    ['Monday at 8', on('2026-05-18', { time: '08:00' })],
    ['tomorrow am', on('2026-05-12', morning)],
    ['eleven thirty tomorrow morning', on('2026-05-12', { time: '11:30' })],
    ['not before noon on Friday', on('2026-05-15', { fromTime: '12:00', toTime: '24:00' })],
    ['the day after tomorrow around noon', on('2026-05-13', { time: '12:00' })],
  ])('%s', (text, wanted) => {
    expect(wish(text)).toEqual(wanted);
  });
});

describe('stretches of days', () => {
  it.each<[string, Wish]>([
    ['next week', between('2026-05-18', '2026-05-24')],
    ['this week', between('2026-05-11', '2026-05-17')],
    ['any day next week', between('2026-05-18', '2026-05-24')],
    ['any afternoon next week', between('2026-05-18', '2026-05-24', afternoon)],
    ['early next week', between('2026-05-18', '2026-05-20')],
    ['the week after next', between('2026-05-25', '2026-05-31')],
    ['weekend', between('2026-05-16', '2026-05-17')],
    ['at the weekend', between('2026-05-16', '2026-05-17')],
    ['next weekend', between('2026-05-23', '2026-05-24')],
    ['next month', between('2026-06-01', '2026-06-30')],
    ['in June', between('2026-06-01', '2026-06-30')],
    ['in May', between('2026-05-11', '2026-05-31')],
    ['in March', between('2027-03-01', '2027-03-31')],
    ['first week of June', between('2026-06-01', '2026-06-07')],
    ['end of the month', between('2026-05-25', '2026-05-31')],
    ['beginning of June', between('2026-06-01', '2026-06-10')],
    ['mid June', between('2026-06-11', '2026-06-20')],
    ['late June', between('2026-06-24', '2026-06-30')],
    ['within 3 days', between('2026-05-11', '2026-05-14')],
    ['from Tuesday to Thursday', between('2026-05-12', '2026-05-14')],
    ['between the 18th and the 20th', between('2026-05-18', '2026-05-20')],
    ['June 5-7', between('2026-06-05', '2026-06-07')],
    ['5-7 June', between('2026-06-05', '2026-06-07')],
    ['after the 14th', { fromDate: '2026-05-15' }],
    ['from Thursday onwards', { fromDate: '2026-05-14' }],
    ['before Thursday', between('2026-05-11', '2026-05-13')],
    ['after Tuesday but before Friday', between('2026-05-13', '2026-05-14')],
    ['next week after Tuesday', between('2026-05-20', '2026-05-24')],
    ['the week of June 8', between('2026-06-08', '2026-06-14')],
    ['after June 8', { fromDate: '2026-06-09' }],
    ['before May 20', between('2026-05-11', '2026-05-19')],
    ['by Friday', between('2026-05-11', '2026-05-15')],
    ['until Friday', between('2026-05-11', '2026-05-15')],
    ['not this week', { fromDate: '2026-05-18' }],
    ['not tomorrow', { fromDate: '2026-05-13' }],
    ['next week but not Monday', between('2026-05-18', '2026-05-24', { weekdays: [2, 3, 4, 5, 6, 7] })],
  ])('%s', (text, wanted) => {
    expect(wish(text)).toEqual(wanted);
  });
});

describe('weekdays that come again', () => {
  it.each<[string, Wish]>([
    ['Mondays or Wednesdays after 3', { weekdays: [1, 3], fromTime: '15:00', toTime: '24:00' }],
    ['any Tuesday', { weekdays: [2] }],
    ['every Friday morning', { weekdays: [5], ...morning }],
    ['weekdays', { weekdays: [1, 2, 3, 4, 5] }],
    ['Monday to Friday', { weekdays: [1, 2, 3, 4, 5] }],
    ['mon-fri after 5', { weekdays: [1, 2, 3, 4, 5], fromTime: '17:00', toTime: '24:00' }],
    ['weekends', { weekdays: [6, 7] }],
    ['any day but Monday', { weekdays: [2, 3, 4, 5, 6, 7] }],
    ['any day except Mondays and Fridays', { weekdays: [2, 3, 4, 6, 7] }],
    ['not Tuesday', { weekdays: [1, 3, 4, 5, 6, 7] }],
    ['not monday or tuesday', { weekdays: [3, 4, 5, 6, 7] }],
    ['no Mondays please', { weekdays: [2, 3, 4, 5, 6, 7] }],
    ["I can't do Tuesdays", { weekdays: [1, 3, 4, 5, 6, 7] }],
    ["Tuesdays don't work for me", { weekdays: [1, 3, 4, 5, 6, 7] }],
    ["Monday and Tuesday don't work", { weekdays: [3, 4, 5, 6, 7] }],
  ])('%s', (text, wanted) => {
    expect(wish(text)).toEqual(wanted);
  });
});

describe('times of day alone', () => {
  it.each<[string, Wish]>([
    ['at 5', { time: '17:00' }],
    ['10ish', { time: '10:00' }],
    ['mornings', morning],
    ['in the morning', morning],
    ['any evening', evening],
    ['late afternoon', { fromTime: '15:00', toTime: '18:00' }],
    ['after work', { fromTime: '17:00', toTime: '21:00' }],
    ['after four', { fromTime: '16:00', toTime: '24:00' }],
    ['any time after 3pm', { fromTime: '15:00', toTime: '24:00' }],
    ['from 3 onwards', { fromTime: '15:00', toTime: '24:00' }],
    ['5 or later', { fromTime: '17:00', toTime: '24:00' }],
    ['before noon', { toTime: '12:00' }],
    ['before 10', { toTime: '10:00' }],
    ['not before 10', { fromTime: '10:00', toTime: '24:00' }],
    ['no later than 5pm', { toTime: '17:01' }],
    ['between 2 and 4', { fromTime: '14:00', toTime: '16:00' }],
    ['from 10 to 2', { fromTime: '10:00', toTime: '14:00' }],
    ['9 to 5', { fromTime: '09:00', toTime: '17:00' }],
    ['2-4pm', { fromTime: '14:00', toTime: '16:00' }],
    ['11-1pm', { fromTime: '11:00', toTime: '13:00' }],
    ['10am-2', { fromTime: '10:00', toTime: '14:00' }],
    ['after 2 but before 5', { fromTime: '14:00', toTime: '17:00' }],
    ['at 3 or 4', { fromTime: '15:00', toTime: '16:01' }],
    ["I can't do mornings", { fromTime: '12:00', toTime: '24:00' }],
    ['not in the evening', { toTime: '17:00' }],
    ['between 6 and 8 in the evening', { fromTime: '18:00', toTime: '20:00' }],
    ['asap', { earliest: true }],
    ['as soon as possible', { earliest: true }],
    ['the first available slot', { earliest: true }],
    ['asap, but after 3', { earliest: true, fromTime: '15:00', toTime: '24:00' }],
  ])('%s', (text, wanted) => {
    expect(wish(text)).toEqual(wanted);
  });
});

it.each<[string, OpenHint, Wish]>([
  ['at 7', { openFrom: '06:00', openTo: '12:00' }, { time: '07:00' }],
  ['after 7', { openFrom: '06:00', openTo: '12:00' }, { fromTime: '07:00', toTime: '24:00' }],
  ['between 7 and 9', { openFrom: '06:00', openTo: '12:00' }, { fromTime: '07:00', toTime: '09:00' }],
  ['at 9', { openFrom: '16:00', openTo: '23:00' }, { time: '21:00' }],
])('%s with the hours %j', (text, hint, wanted) => {
  expect(wish(text, hint)).toEqual(wanted);
});

describe('the words of the wish', () => {
  it.each([
    ['Could I come next Wednesday at half past two, please?', 'next Wednesday at half past two'],
    ['sometime after the 14th would be best', 'after the 14th'],
    ['Any day but Monday works', 'Any day but Monday'],
    ['not Tuesday', 'not Tuesday'],
  ])('%s', (text, words) => {
    expect(findWhen(text, monday)?.text).toBe(words);
  });
});

it('is less than half sure of a bare number', () => {
  for (const text of ['3', '2-4', 'between 1000 and 1500', '1200 to 1500']) {
    expect(findWhen(text, monday)?.confidence, text).toBeLessThan(0.5);
  }
  expect(findWhen('between 1215 and 1430', monday)?.confidence).toBeGreaterThan(0.7);
  expect(findWhen('tomorrow at 3', monday)?.confidence).toBeGreaterThan(0.7);
});

it('hears no part of the day in a verb', () => {
  expect(findWhen('I am moving to the area and am looking for a big flat', monday)).toBeUndefined();
  expect(findWhen('Friday the 15th pm', monday)).toMatchObject({ fromTime: '12:00', toTime: '21:00' });
});
