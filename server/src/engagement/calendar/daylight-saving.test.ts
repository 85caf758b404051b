import { describe, expect, it } from 'vitest';
import { freeSlots } from './free-slots.ts';
import { hours, rule, wall, walls, wish } from './testing.ts';

/** The half-hour starts offered on a day that is open from midnight to five. */
function nightOf(date: string, timeZone: string, durationMinutes = 30) {
  const booking = rule({ hours: hours('00:00-05:00'), durationMinutes, slotStepMinutes: 30, horizonDays: 3 });
  const now = new Date(Date.parse(`${date}T00:00:00Z`) - 36 * 3_600_000);
  return freeSlots({ booking, timeZone, now, busy: [], wish: wish({ fromDate: date, toDate: date }), limit: 99 });
}

const usual = ['00:00', '00:30', '01:00', '01:30', '02:00', '02:30', '03:00', '03:30', '04:00', '04:30'];

describe('an hour that is skipped gives no slot', () => {
  it.each([
    ['America/New_York', '2025-03-09', ['02:00', '02:30']],
    ['America/New_York', '2026-03-08', ['02:00', '02:30']],
    ['America/New_York', '2027-03-14', ['02:00', '02:30']],
    ['Europe/Berlin', '2026-03-29', ['02:00', '02:30']],
    ['Europe/Berlin', '2027-03-28', ['02:00', '02:30']],
    ['Australia/Lord_Howe', '2026-10-04', ['02:00']],
    ['Australia/Lord_Howe', '2027-10-03', ['02:00']],
    ['Asia/Kolkata', '2026-03-29', []],
    ['Pacific/Apia', '2026-03-29', []],
  ])('%s %s', (timeZone, date, skipped) => {
    const offered = walls(nightOf(date, timeZone), timeZone);
    expect(offered).toEqual(usual.filter((time) => !skipped.includes(time)).map((time) => `${date} ${time}`));
  });
});

describe('an hour that comes twice is offered the first time', () => {
  it.each([
    ['America/New_York', '2025-11-02', '01:30', '2025-11-02T05:30:00.000Z', '2025-11-02T07:00:00.000Z'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z', '2026-11-01T07:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z', '2026-10-25T02:00:00.000Z'],
    ['Europe/Berlin', '2027-10-31', '02:30', '2027-10-31T00:30:00.000Z', '2027-10-31T02:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05', '01:30', '2026-04-04T14:30:00.000Z', '2026-04-04T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-04', '01:30', '2027-04-03T14:30:00.000Z', '2027-04-03T15:30:00.000Z'],
  ])('%s %s', (timeZone, date, time, first, next) => {
    const slots = nightOf(date, timeZone);
    expect(walls(slots, timeZone)).toEqual(usual.map((one) => `${date} ${one}`));
    const at = slots.findIndex((slot) => wall(slot, timeZone) === `${date} ${time}`);
    expect(slots[at]?.startAt).toBe(first);
    expect(slots[at + 1]?.startAt).toBe(next);
  });
});

describe('a duration is real minutes', () => {
  it.each([
    ['America/New_York', '2026-03-08', '01:30', 60, '2026-03-08 03:30'],
    ['America/New_York', '2026-11-01', '01:30', 60, '2026-11-01 01:30'],
    ['Europe/Berlin', '2026-03-29', '01:30', 60, '2026-03-29 03:30'],
    ['Australia/Lord_Howe', '2026-10-04', '01:30', 60, '2026-10-04 03:00'],
    ['Australia/Lord_Howe', '2026-04-05', '01:30', 60, '2026-04-05 02:00'],
  ])('%s %s %s', (timeZone, date, time, minutes, end) => {
    const slot = nightOf(date, timeZone, minutes).find((one) => wall(one, timeZone) === `${date} ${time}`);
    expect(wall({ startAt: slot?.endAt ?? '' }, timeZone)).toBe(end);
    expect(Date.parse(slot?.endAt ?? '') - Date.parse(slot?.startAt ?? '')).toBe(minutes * 60_000);
  });

  it('ends by closing time on the wall, so fewer fit in the short night and the long one gains none', () => {
    const longest = (date: string) => walls(nightOf(date, 'America/New_York', 240), 'America/New_York');
    expect(longest('2026-03-07')).toEqual(['2026-03-07 00:00', '2026-03-07 00:30', '2026-03-07 01:00']);
    expect(longest('2026-03-08')).toEqual(['2026-03-08 00:00']);
    expect(longest('2026-11-01').slice(0, 3)).toEqual(['2026-11-01 00:00', '2026-11-01 00:30', '2026-11-01 01:00']);
  });
});

it('keeps the hours of the wall through the year', () => {
  const booking = rule({ durationMinutes: 480, horizonDays: 365 });
  for (const timeZone of ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia']) {
    const now = new Date('2026-01-01T12:00:00Z');
    const slots = freeSlots({ booking, timeZone, now, busy: [], limit: 1000 });
    expect(slots.length, timeZone).toBeGreaterThan(360);
    expect(new Set(slots.map((slot) => wall(slot, timeZone).slice(11))), timeZone).toEqual(new Set(['09:00']));
  }
});

it('passes over a day that a place never had', () => {
  const booking = rule({ durationMinutes: 480 });
  const now = new Date('2011-12-29T00:00:00Z');
  const slots = freeSlots({ booking, timeZone: 'Pacific/Apia', now, busy: [], limit: 3 });
  expect(walls(slots, 'Pacific/Apia')).toEqual(['2011-12-29 09:00', '2011-12-31 09:00', '2012-01-01 09:00']);
});

it('keeps the notice through the hour that comes twice', () => {
  const booking = rule({ hours: hours('00:00-05:00'), durationMinutes: 30 });
  const timeZone = 'America/New_York';
  const inSecondOne = new Date('2026-11-01T06:10:00Z');
  const [slot] = freeSlots({ booking, timeZone, now: inSecondOne, busy: [], limit: 1 });
  expect(wall(slot ?? { startAt: '' }, timeZone)).toBe('2026-11-01 02:00');
});
