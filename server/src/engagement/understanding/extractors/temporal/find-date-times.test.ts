import { describe, expect, it } from 'vitest';
import type { SpeechContext } from '../../types.ts';
import { findDateTimes } from './index.ts';

const monday: SpeechContext = {
  now: new Date('2026-05-11T13:00:00Z'),
  timeZone: 'America/New_York',
  country: 'US',
  language: 'en',
};

function moments(text: string, context: Partial<SpeechContext> = {}): string[] {
  return findDateTimes(text, { ...monday, ...context }).map(({ value }) => value);
}

describe('a day and a time, said in New York', () => {
  it.each([
    ['next Wednesday at half past two', '2026-05-20T18:30:00.000Z'],
    ['tomorrow at 3', '2026-05-12T19:00:00.000Z'],
    ['3pm tomorrow', '2026-05-12T19:00:00.000Z'],
    ['at 10:30 on the 14th', '2026-05-14T14:30:00.000Z'],
    ['the 14th, around 10:30', '2026-05-14T14:30:00.000Z'],
    ['tomorrow morning at 8', '2026-05-12T12:00:00.000Z'],
    ['tomorrow evening at 8', '2026-05-13T00:00:00.000Z'],
    ['tonight at 8', '2026-05-12T00:00:00.000Z'],
    ['Wednesday is good for me, can we say 3pm?', '2026-05-13T19:00:00.000Z'],
    ['5/14 2:30pm', '2026-05-14T18:30:00.000Z'],
    ['May 14, 2026 at noon', '2026-05-14T16:00:00.000Z'],
    ['Friday 3', '2026-05-15T19:00:00.000Z'],
    ['today at midnight', '2026-05-11T04:00:00.000Z'],
    ['in 2 hours', '2026-05-11T15:00:00.000Z'],
    ['2026-05-14T14:30:00Z', '2026-05-14T14:30:00.000Z'],
    ['2026-05-14T14:30', '2026-05-14T18:30:00.000Z'],
    ['2026-05-14 14:30', '2026-05-14T18:30:00.000Z'],
    ['2026-05-14T14:30:15.250+02:00', '2026-05-14T12:30:15.250Z'],
    ['Monday at 3', '2026-05-11T19:00:00.000Z'],
    ['Monday at 8', '2026-05-18T12:00:00.000Z'],
  ])('%s', (text, instant) => {
    expect(moments(text)).toEqual([instant]);
  });
});

describe('in other zones', () => {
  it.each([
    ['Europe/Berlin', '2026-05-14 14:30', '2026-05-14T12:30:00.000Z'],
    ['Asia/Kolkata', '14 May at 2:30 pm', '2026-05-14T09:00:00.000Z'],
    ['Australia/Lord_Howe', '14 May at 2:30 pm', '2026-05-14T04:00:00.000Z'],
    ['Australia/Lord_Howe', '14 January at 2:30 pm', '2027-01-14T03:30:00.000Z'],
    ['Pacific/Apia', '14 May at 2:30 pm', '2026-05-14T01:30:00.000Z'],
  ])('%s %s', (timeZone, text, instant) => {
    expect(moments(text, { timeZone, country: 'GB' })).toEqual([instant]);
  });
});

it('moves a time that daylight saving skips past the gap', () => {
  expect(moments('2027-03-14 02:30')).toEqual(['2027-03-14T07:30:00.000Z']);
});

it('pairs each time with the day beside it', () => {
  expect(moments('Tuesday at 3 or Wednesday at 4')).toEqual(['2026-05-12T19:00:00.000Z', '2026-05-13T20:00:00.000Z']);
});

describe('no moment without both', () => {
  it.each([
    'at 3',
    'tomorrow',
    'tomorrow evening',
    'tomorrow after 4',
    'not tomorrow at 3',
    '2026-02-30T10:00:00Z',
    'hello',
  ])('%s', (text) => {
    expect(moments(text)).toEqual([]);
  });
});

it('spans the words from the first to the last', () => {
  const text = 'Could I come on the 14th at half past two, please?';
  const [span] = findDateTimes(text, monday);
  expect(span?.text).toBe('14th at half past two');
  expect(text.slice(span?.start, span?.end)).toBe(span?.text);
});
