import { expect, it } from 'vitest';
import { createIdSource } from './ids.ts';
import { firstIdAt, timeFilter, timeInput } from './times.ts';

it('takes a moment with an offset, and none that Postgres could not keep', () => {
  expect(timeInput.safeParse('2026-03-01T09:30:00+02:00').success).toBe(true);
  for (const text of ['0000-01-01T00:00:00Z', '1899-12-31T23:59:59Z', '2026-03-01', '2026-02-30T00:00:00Z', 'soon']) {
    expect(timeInput.safeParse(text).success, text).toBe(false);
  }
  expect(timeInput.safeParse('9999-12-31T23:59:59.999Z').success).toBe(true);
  expect(timeInput.safeParse('9999-12-31T23:59:59-23:59').success).toBe(false);
});

it('reads a bound before 1970 as before everything', () => {
  expect(timeFilter.parse('0001-01-01T00:00:00Z')).toEqual(new Date(0));
  expect(timeFilter.parse('2026-03-01T09:30:00+02:00')).toEqual(new Date('2026-03-01T07:30:00Z'));
});

it('reads a bound after the year 9999 in UTC as the last moment of it', () => {
  expect(timeFilter.parse('9999-12-31T23:59:59-23:59')).toEqual(new Date('9999-12-31T23:59:59.999Z'));
});

it('gives an id that is under all ids of its moment and over all before', () => {
  const newId = createIdSource();
  const [before, at] = [new Date('2026-03-01T09:29:59.999Z'), new Date('2026-03-01T09:30:00.000Z')];
  expect(newId(before) < firstIdAt(at)).toBe(true);
  expect(newId(at) > firstIdAt(at)).toBe(true);
  expect(firstIdAt(new Date(0))).toBe('00000000-0000-0000-0000-000000000000');
});
