import { describe, expect, it } from 'vitest';
import type { SpeechContext, TimeWish } from '../../types.ts';
import { findWhen } from './index.ts';

const monday: SpeechContext = {
  now: new Date('2026-05-11T13:00:00Z'),
  timeZone: 'America/New_York',
  country: 'US',
  language: 'en',
};

type Wish = Omit<TimeWish, 'text' | 'confidence'>;

function wish(text: string): Wish | undefined {
  const found = findWhen(text, monday);
  if (found === undefined) return undefined;
  const { text: _text, confidence: _confidence, ...rest } = found;
  return rest;
}

function on(date: string, rest: Wish = {}): Wish {
  return { fromDate: date, toDate: date, ...rest };
}

describe('who corrects himself means the last', () => {
  it.each<[string, Wish]>([
    ['Tuesday, no, Thursday', on('2026-05-14')],
    ['no, make it Thursday', on('2026-05-14')],
    ['Tuesday at 3, actually Thursday', on('2026-05-14', { time: '15:00' })],
    ['Tuesday at 3, sorry, I meant 4', on('2026-05-12', { time: '16:00' })],
    ['Thursday instead of Wednesday', on('2026-05-14')],
    ['not Wednesday, Thursday', on('2026-05-14')],
    ['move it from Tuesday to Thursday', on('2026-05-14')],
    ['reschedule my Tuesday 3pm to Thursday at 10', on('2026-05-14', { time: '10:00' })],
    ['the one on Tuesday at 3, can we move it to Wednesday at 4?', on('2026-05-13', { time: '16:00' })],
    ['move my 3pm to 4pm', { time: '16:00' }],
    ['move it to after 4', { fromTime: '16:00', toTime: '24:00' }],
    ['move it to between 2 and 4', { fromTime: '14:00', toTime: '16:00' }],
    ["Tuesday doesn't work, Wednesday is fine", on('2026-05-13')],
    ["I can't do Tuesday but Wednesday is fine", on('2026-05-13')],
    ['I called yesterday and want to come on Friday', on('2026-05-15')],
    ['why not Friday?', on('2026-05-15')],
  ])('%s', (text, wanted) => {
    expect(wish(text)).toEqual(wanted);
  });
});

describe('no wish at all', () => {
  it.each([
    'hello',
    'Good morning!',
    'Morning! Could you help me?',
    'have a nice evening',
    'I called last night',
    'I came yesterday',
    'I was here on Monday',
    'Tuesday was great, thanks',
    'we started in June 2018',
    'founded March 2015',
    'since 2020 we have three shops',
    'I have been waiting since Monday',
    'I was born on 3/4/1985',
    'any time works',
    'whenever you can',
    '3 bedrooms for 2 people',
    'my budget is $1500',
    'I may sit',
    'the second one',
    '12 Oak Road',
    '',
  ])('%j', (text) => {
    expect(wish(text)).toBeUndefined();
  });
});
