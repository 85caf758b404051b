import { describe, expect, it } from 'vitest';
import { chooseOffers } from './choose-offers.ts';
import { busy, hours, rule, walls, wish } from './testing.ts';
import type { SlotSearch } from './types.ts';

const timeZone = 'America/New_York';
const mondayAtNine = new Date('2026-05-11T13:00:00Z');
const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
const booking = rule({ durationMinutes: 30, noticeMinutes: 60, hours: hours('09:00-12:00 13:00-18:00', workdays) });

function offers(parts: Parameters<typeof wish>[0] | undefined, rest: Partial<SlotSearch> = {}) {
  const asked = parts === undefined ? undefined : wish(parts);
  const { slots, match } = chooseOffers({ booking, timeZone, now: mondayAtNine, busy: [], wish: asked, ...rest });
  return { match, slots: walls(slots, timeZone) };
}

const wednesday = { fromDate: '2026-05-13', toDate: '2026-05-13' };
const takenAtHalfTwo = [busy('2026-05-13 14:00', '2026-05-13 15:00', timeZone)];

describe('a wish that can be met', () => {
  it('is met by the exact slot alone', () => {
    expect(offers({ ...wednesday, time: '14:30' })).toEqual({ match: 'exact', slots: ['2026-05-13 14:30'] });
  });

  it('is met on the next days where only a time was said', () => {
    const slots = ['2026-05-11 14:30', '2026-05-12 14:30', '2026-05-13 14:30'];
    expect(offers({ time: '14:30' })).toEqual({ match: 'exact', slots });
  });

  it('is spread over the times it leaves', () => {
    const slots = ['2026-05-13 09:00', '2026-05-13 13:00', '2026-05-13 17:00'];
    expect(offers(wednesday)).toEqual({ match: 'exact', slots });
    const evening = offers({ ...wednesday, fromTime: '16:00', toTime: '24:00' });
    expect(evening).toEqual({ match: 'exact', slots: ['2026-05-13 16:00', '2026-05-13 17:00', '2026-05-13 17:30'] });
  });

  it('takes the very next slot where the earliest is wanted', () => {
    expect(offers({ earliest: true }).slots[0]).toBe('2026-05-11 10:00');
  });

  it('stays with the weekdays said', () => {
    const { match, slots } = offers({ weekdays: [2, 4] });
    expect(match).toBe('exact');
    expect(slots.map((slot) => slot.slice(8, 10)).every((day) => ['12', '14', '19', '21'].includes(day))).toBe(true);
  });
});

describe('without a wish', () => {
  it('offers different parts of the day and different days', () => {
    expect(offers(undefined)).toEqual({
      match: 'exact',
      slots: ['2026-05-11 10:00', '2026-05-11 13:00', '2026-05-12 17:00'],
    });
  });

  it('offers what is left', () => {
    const almostFull = [
      busy('2026-05-11 00:00', '2026-05-20 16:00', timeZone),
      busy('2026-05-20 17:00', '2026-07-01 00:00', timeZone),
    ];
    expect(offers(undefined, { busy: almostFull }).slots).toEqual(['2026-05-20 16:00', '2026-05-20 16:30']);
  });

  it('says when nothing is free', () => {
    const full = [busy('2026-05-01 00:00', '2026-09-01 00:00', timeZone)];
    expect(offers(undefined, { busy: full })).toEqual({ match: 'none_free', slots: [] });
    expect(offers({ ...wednesday, time: '14:30' }, { busy: full })).toEqual({ match: 'none_free', slots: [] });
  });
});

describe('a wish whose time is taken', () => {
  it('gets the nearest before and after on that day, and the next day at that time', () => {
    expect(offers({ ...wednesday, time: '14:30' }, { busy: takenAtHalfTwo })).toEqual({
      match: 'same_day',
      slots: ['2026-05-13 13:30', '2026-05-13 15:00', '2026-05-14 14:30'],
    });
  });

  it('gets the nearest days at that time where the day is full', () => {
    const fullDay = [busy('2026-05-13 00:00', '2026-05-14 00:00', timeZone)];
    expect(offers({ ...wednesday, time: '14:30' }, { busy: fullDay })).toEqual({
      match: 'near',
      slots: ['2026-05-12 14:30', '2026-05-14 14:30', '2026-05-15 14:30'],
    });
  });

  it('is taken, not too soon, where one of its days is within the notice', () => {
    const tomorrowAtNine = [busy('2026-05-12 09:00', '2026-05-12 09:30', timeZone)];
    const days = { fromDate: '2026-05-11', toDate: '2026-05-12', time: '09:00' };
    expect(offers(days, { busy: tomorrowAtNine }).match).toBe('same_day');
  });

  it('gets slots around a full part of the day', () => {
    const fullMorning = [busy('2026-05-13 09:00', '2026-05-13 12:00', timeZone)];
    const { match, slots } = offers({ ...wednesday, fromTime: '06:00', toTime: '12:00' }, { busy: fullMorning });
    expect(match).toBe('same_day');
    expect(slots[0]?.slice(0, 10)).toBe('2026-05-12');
    expect(slots).toContain('2026-05-13 13:00');
  });
});

describe('a wish that cannot be', () => {
  it.each<[string, Parameters<typeof wish>[0], string, string | undefined]>([
    ['closed on Sundays', { fromDate: '2026-05-17', toDate: '2026-05-17' }, 'closed', '2026-05-15 10:00'],
    ['closed at weekends', { weekdays: [6, 7] }, 'closed', undefined],
    ['closed on Sundays, at any time', { weekdays: [7], time: '10:00' }, 'closed', undefined],
    ['before opening', { ...wednesday, time: '07:00' }, 'outside_hours', '2026-05-12 09:00'],
    ['after closing', { time: '20:00' }, 'outside_hours', '2026-05-11 17:30'],
    ['in the lunch break', { ...wednesday, time: '12:15' }, 'outside_hours', undefined],
    ['too near closing', { ...wednesday, time: '17:45' }, 'outside_hours', undefined],
    ['yesterday', { fromDate: '2026-05-10', toDate: '2026-05-10' }, 'too_soon', '2026-05-11 11:00'],
    ['within the notice', { fromDate: '2026-05-11', toDate: '2026-05-11', time: '09:30' }, 'too_soon', undefined],
    ['next year', { fromDate: '2027-05-11', toDate: '2027-05-11' }, 'too_far', undefined],
  ])('%s', (_name, parts, match, first) => {
    const found = offers(parts);
    expect(found.match).toBe(match);
    expect(found.slots).toHaveLength(3);
    if (first !== undefined) expect(found.slots[0]).toBe(first);
  });

  it('offers one slot on each of the nearest days instead, at different times of the day', () => {
    const { slots } = offers({ fromDate: '2026-05-17', toDate: '2026-05-17' });
    expect(new Set(slots.map((slot) => slot.slice(0, 10))).size).toBe(3);
    expect(new Set(slots.map((slot) => slot.slice(11))).size).toBe(3);
  });

  it('knows closures and the hours of the resource wanted', () => {
    const own = rule({
      closures: ['2026-05-13'],
      resources: [{ key: 'mia', name: 'Mia', hours: hours('14:00-18:00') }],
    });
    expect(offers(wednesday, { booking: own }).match).toBe('closed');
    const thursday = { fromDate: '2026-05-14', toDate: '2026-05-14', time: '10:00' };
    expect(offers(thursday, { booking: own, resourceKey: 'mia' })).toMatchObject({ match: 'outside_hours' });
  });

  it('is near where only the start is not one that is offered', () => {
    expect(offers({ ...wednesday, time: '14:10' })).toEqual({
      match: 'same_day',
      slots: ['2026-05-13 14:00', '2026-05-13 14:30', expect.any(String)],
    });
  });
});

it('offers as many as asked for', () => {
  const count = (many: number) =>
    chooseOffers({ booking, timeZone, now: mondayAtNine, busy: [], count: many }).slots.length;
  expect([0, 1, 2, 5].map(count)).toEqual([0, 1, 2, 5]);
});
