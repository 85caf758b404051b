import { describe, expect, it } from 'vitest';
import { findDateTimes } from '../understanding/extractors/temporal/index.ts';
import { type FormatContext, formatSlot } from './format-when.ts';
import { freeSlots } from './free-slots.ts';
import { hours, rule } from './testing.ts';

const now = new Date('2026-05-11T13:00:00Z');

describe('a slot as one says it, seen on Monday 11 May 2026', () => {
  it.each([
    ['GB', 'Europe/London', '2026-05-13T13:30:00.000Z', 'Wednesday 13 May at 2:30 pm'],
    ['US', 'America/New_York', '2026-05-13T18:30:00.000Z', 'Wednesday, May 13 at 2:30 pm'],
    ['DE', 'Europe/Berlin', '2026-05-13T12:30:00.000Z', 'Wednesday 13 May at 14:30'],
    ['FR', 'Europe/Paris', '2026-05-13T07:00:00.000Z', 'Wednesday 13 May at 09:00'],
    ['IN', 'Asia/Kolkata', '2026-05-13T03:30:00.000Z', 'Wednesday 13 May at 9 am'],
    ['AU', 'Australia/Lord_Howe', '2026-05-13T01:30:00.000Z', 'Wednesday 13 May at noon'],
    ['US', 'America/New_York', '2026-05-13T04:00:00.000Z', 'Wednesday, May 13 at 12 am'],
    ['US', 'America/New_York', '2026-05-13T16:15:00.000Z', 'Wednesday, May 13 at 12:15 pm'],
    ['WS', 'Pacific/Apia', '2026-05-13T20:00:00.000Z', 'Thursday 14 May at 9 am'],
    ['US', 'America/New_York', '2026-05-11T18:00:00.000Z', 'today at 2 pm'],
    ['US', 'America/New_York', '2026-05-12T18:00:00.000Z', 'tomorrow at 2 pm'],
    ['US', 'America/New_York', '2027-01-08T17:00:00.000Z', 'Friday, January 8, 2027 at noon'],
    ['GB', 'Europe/London', '2027-01-08T09:00:00.000Z', 'Friday 8 January 2027 at 9 am'],
    ['', 'UTC', '2026-05-13T14:30:00.000Z', 'Wednesday 13 May at 14:30'],
  ])('%s %s %s', (country, timeZone, startAt, words) => {
    expect(formatSlot({ startAt }, { country, timeZone, now })).toBe(words);
  });
});

it('leaves the year out in a January that is near', () => {
  const context = { country: 'GB', timeZone: 'Europe/London', now: new Date('2026-12-20T12:00:00Z') };
  expect(formatSlot({ startAt: '2027-01-08T09:00:00.000Z' }, context)).toBe('Friday 8 January at 9 am');
});

it('is understood when it is said back', () => {
  const places = [
    { country: 'US', timeZone: 'America/New_York' },
    { country: 'DE', timeZone: 'Europe/Berlin' },
    { country: 'AU', timeZone: 'Australia/Lord_Howe' },
  ];
  for (const place of places) {
    const context: FormatContext = { ...place, now };
    const booking = rule({ hours: hours('00:00-24:00'), durationMinutes: 30, horizonDays: 365 });
    const all = freeSlots({ booking, timeZone: place.timeZone, now, busy: [], limit: 20_000 });
    for (const { startAt } of all.filter((_, index) => index % 61 === 0)) {
      const words = formatSlot({ startAt }, context);
      const [said] = findDateTimes(`${words} please`, { ...place, now, language: 'en' });
      expect(said?.value, words).toBe(startAt);
    }
  }
});
