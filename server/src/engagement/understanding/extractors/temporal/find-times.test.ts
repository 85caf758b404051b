import { describe, expect, it } from 'vitest';
import type { SpeechContext } from '../../types.ts';
import { findTimes, type OpenHint } from './index.ts';

const context: SpeechContext = {
  now: new Date('2026-05-11T13:00:00Z'),
  timeZone: 'America/New_York',
  country: 'US',
  language: 'en',
};

function times(text: string, hint?: OpenHint): string[] {
  return findTimes(text, context, hint).map(({ value }) => value);
}

describe('an exact time', () => {
  it.each([
    ['14:30', '14:30'],
    ['2:30', '14:30'],
    ['2:30 am', '02:30'],
    ['2.30pm', '14:30'],
    ['at 10.30', '10:30'],
    ['09:00', '09:00'],
    ['9', '09:00'],
    ['12', '12:00'],
    ['1', '13:00'],
    ['7', '19:00'],
    ['8', '08:00'],
    ['at 5', '17:00'],
    ['@5', '17:00'],
    ['at five', '17:00'],
    ['5pm', '17:00'],
    ['5 PM', '17:00'],
    ['5 p.m.', '17:00'],
    ['5 p.m', '17:00'],
    ['11 a.m. works', '11:00'],
    ['12am', '00:00'],
    ['12pm', '12:00'],
    ['12:15 am', '00:15'],
    ['noon', '12:00'],
    ['at midday', '12:00'],
    ['12 noon', '12:00'],
    ['midnight', '00:00'],
    ['half past two', '14:30'],
    ['half past 10', '10:30'],
    ['half two', '14:30'],
    ['quarter past nine', '09:15'],
    ['a quarter to nine', '08:45'],
    ['quarter to one', '12:45'],
    ['quarter of five', '16:45'],
    ['ten to three', '14:50'],
    ['twenty past four', '16:20'],
    ['twenty-five to six', '17:35'],
    ['20 to 5', '16:40'],
    ['five past noon', '12:05'],
    ['ten thirty', '10:30'],
    ['ten thirty am', '10:30'],
    ['at two fifteen', '14:15'],
    ['nine oh five', '09:05'],
    ["2 o'clock", '14:00'],
    ['two o’clock', '14:00'],
    ['two oclock', '14:00'],
    ['1430', '14:30'],
    ['at 1430', '14:30'],
    ['1430 hrs', '14:30'],
    ['at 930', '09:30'],
    ['0900', '09:00'],
    ['14h30', '14:30'],
    ['14h', '14:00'],
    ['10ish', '10:00'],
    ['3-ish', '15:00'],
    ['threeish', '15:00'],
    ['around 3', '15:00'],
    ['about half past three', '15:30'],
    ['by 5', '17:00'],
    ['6 in the evening', '18:00'],
    ['7 in the morning', '07:00'],
    ['9 in the evening', '21:00'],
    ['10 at night', '22:00'],
    ['2 at night', '02:00'],
    ['tomorrow morning at 7', '07:00'],
    ['8 tomorrow evening', '20:00'],
    ['tonight at 9', '21:00'],
    ['Friday 3', '15:00'],
    ['Friday at 3 for 2 people', '15:00'],
    ['how about 4?', '16:00'],
    ['3 please', '15:00'],
    ['3pm sharp', '15:00'],
    ['in 2 hours', '11:00'],
    ['in half an hour', '09:30'],
  ])('%s', (text, time) => {
    expect(times(text)).toEqual([time]);
  });
});

describe('hours that are open decide between morning and evening', () => {
  it.each([
    ['at 7', '07:00', '12:00', '07:00'],
    ['at 7', '09:00', '20:00', '19:00'],
    ['at 8', '14:00', '22:00', '20:00'],
    ['at 8', '08:00', '18:00', '08:00'],
    ['at 9:30', '17:00', '23:00', '21:30'],
    ['at 7pm', '07:00', '12:00', '19:00'],
    ['at 3', '00:00', '24:00', '15:00'],
  ])('%s, open %s to %s', (text, openFrom, openTo, time) => {
    expect(times(text, { openFrom, openTo })).toEqual([time]);
  });
});

describe('what is no exact time', () => {
  it.each([
    '3 bedrooms',
    'at 5 Elm Street',
    'I live at 5, Elm Road',
    'we are 5 people',
    'about 3 weeks',
    'around 300 dollars',
    'between 2 and 4 bedrooms',
    'my budget is 1500',
    'call 415 555 1234',
    '+1 415 555 1234',
    'I am 45',
    'he is 10 years old',
    '$10.30',
    '10.30 EUR',
    'version 10.30',
    'the second one',
    'after four',
    'between 2 and 4',
    'mornings',
    'a half',
    'two and a half',
    '25:00',
    '10:75',
    'at 2026',
    '3/4',
    'after 2 weeks',
    'in 2026',
    'room 12',
    'someone told me',
    'not at 3',
  ])('%j', (text) => {
    expect(times(text)).toEqual([]);
  });
});

describe('the words said', () => {
  it.each([
    ['Could I come at half past two?', 'half past two'],
    ['see you at 5 p.m.', '5 p.m.'],
    ['see you at 5pm.', '5pm'],
    ['around  ten   thirty ok?', 'ten   thirty'],
    ['😀 at noon', 'noon'],
  ])('%s', (text, words) => {
    const [span] = findTimes(text, context);
    expect(span?.text).toBe(words);
    expect(text.slice(span?.start, span?.end)).toBe(words);
  });
});

it('is never more than 0.6 sure of a number that is all that was said', () => {
  for (const text of ['3', 'three', '1430', '10 30', 'ok, 4']) {
    expect(
      findTimes(text, context).map(({ confidence }) => confidence <= 0.6),
      text,
    ).toEqual([true]);
  }
});

it('finds several times in order', () => {
  expect(times('at 9:30, at noon or at 4pm')).toEqual(['09:30', '12:00', '16:00']);
});
