import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span, SpeechContext } from '../../types.ts';
import { findDates, findDateTimes, findTimes, findWhen } from './index.ts';

const words = fc.constantFrom(
  ...[
    'monday',
    'Tuesday',
    'next',
    'this',
    'week',
    'the',
    '14th',
    '3/4',
    'at',
    '5',
    'half',
    'past',
    'two',
    'noon',
    'not',
  ],
  ...[
    'or',
    'and',
    'between',
    'from',
    'to',
    'until',
    'after',
    'May',
    '2026-05-14',
    '10:30',
    'pm',
    'in',
    'a',
    'fortnight',
  ],
  ...[
    'evening',
    'tomorrow',
    'weekend',
    'asap',
    ',',
    '.',
    '-',
    "don't",
    'work',
    'end of',
    'month',
    'İ',
    '😀',
    '1430',
    'first',
  ],
);
const speech = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(words, { maxLength: 25 }).map((said) => said.join(' ')),
  fc.array(words, { maxLength: 12 }).map((said) => said.join('')),
);
const zones = ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];
const contexts: fc.Arbitrary<SpeechContext> = fc.record({
  now: fc.date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }),
  timeZone: fc.constantFrom(...zones),
  country: fc.constantFrom('US', 'GB', 'DE', 'IN', ''),
  language: fc.constant('en'),
});

describe('whatever is said', () => {
  it.each([
    ['dates', findDates, /^\d{4}-\d\d-\d\d$/],
    ['times', findTimes, /^(?:[01]\d|2[0-3]):[0-5]\d$/],
    ['moments', findDateTimes, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/],
  ] as const)('%s lie inside the text, in order, apart, and read as what they are', (_name, find, form) => {
    fc.assert(
      fc.property(speech, contexts, (text, context) => {
        const spans: Span<string>[] = find(text, context);
        let last = 0;
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(last);
          expect(span.end).toBeGreaterThan(span.start);
          expect(text.slice(span.start, span.end)).toBe(span.text);
          expect(span.value).toMatch(form);
          expect(span.confidence).toBeGreaterThan(0);
          expect(span.confidence).toBeLessThanOrEqual(1);
          last = span.end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });

  it('a wish is well formed', () => {
    fc.assert(
      fc.property(speech, contexts, (text, context) => {
        const wish = findWhen(text, context);
        if (wish === undefined) return;
        expect(text).toContain(wish.text);
        expect(wish.text.length).toBeGreaterThan(0);
        for (const time of [wish.time, wish.fromTime, wish.toTime]) {
          if (time !== undefined) expect(time).toMatch(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/);
        }
        if (wish.fromTime !== undefined && wish.toTime !== undefined) expect(wish.fromTime < wish.toTime).toBe(true);
        if (wish.fromDate !== undefined && wish.toDate !== undefined) expect(wish.fromDate <= wish.toDate).toBe(true);
        expect(wish.weekdays ?? [1]).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('4,096 hostile characters take a moment only', () => {
  const seeds = [
    ...[
      '1',
      ' ',
      'a',
      '.',
      '\n',
      'İ',
      '$1',
      'a@',
      '01 ',
      '3/',
      'monday ',
      'mon or ',
      'at 5 ',
      '10:30 ',
      'in ',
      'not ',
      'any ',
    ],
    ...['half past ', 'twenty ', 'from 5 to ', 'between 1 and ', 'tomorrow at 5 ', 'this week ', 'tuesday or ', '1 2'],
  ];
  it.each(seeds)('%j', (seed) => {
    const text = seed.repeat(4096).slice(0, 4096);
    const context: SpeechContext = { now: new Date(0), timeZone: 'UTC', country: 'US', language: 'en' };
    const begin = performance.now();
    for (const find of [findDates, findTimes, findDateTimes, findWhen]) find(text, context);
    expect(performance.now() - begin).toBeLessThan(1000);
  });
});
