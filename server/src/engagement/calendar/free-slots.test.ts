import { describe, expect, it } from 'vitest';
import { freeSlots } from './free-slots.ts';
import { busy, hours, rule, walls, wish } from './testing.ts';
import type { SlotSearch } from './types.ts';

const timeZone = 'Europe/Berlin';
const mondayAtEight = new Date('2026-05-11T06:00:00Z');

function starts(search: Partial<SlotSearch> & { readonly limit?: number }): string[] {
  const slots = freeSlots({ booking: rule(), timeZone, now: mondayAtEight, busy: [], limit: 5, ...search });
  return walls(slots, timeZone);
}

const day = '2026-05-11';
const today = wish({ fromDate: day, toDate: day });

describe('hours', () => {
  it('offers slots one after the other from opening to closing', () => {
    const booking = rule({ hours: hours('09:00-12:30') });
    expect(starts({ booking, wish: today, limit: 99 })).toEqual([`${day} 09:00`, `${day} 10:00`, `${day} 11:00`]);
  });

  it('begins them a step apart where there is one', () => {
    const booking = rule({ hours: hours('09:00-10:45'), slotStepMinutes: 20 });
    expect(starts({ booking, wish: today, limit: 99 })).toEqual([`${day} 09:00`, `${day} 09:20`, `${day} 09:40`]);
  });

  it('knows several openings a day, each with its own grid', () => {
    const booking = rule({ hours: hours('09:00-10:00 13:15-15:15') });
    expect(starts({ booking, wish: today, limit: 99 })).toEqual([`${day} 09:00`, `${day} 13:15`, `${day} 14:15`]);
  });

  it('closes at 24:00', () => {
    const booking = rule({ hours: hours('22:00-24:00') });
    expect(starts({ booking, wish: today, limit: 99 })).toEqual([`${day} 22:00`, `${day} 23:00`]);
  });

  it('runs over midnight where the end is not after the beginning', () => {
    const booking = rule({ hours: hours('22:00-02:00', ['monday']) });
    expect(starts({ booking })).toEqual([
      '2026-05-11 22:00',
      '2026-05-11 23:00',
      '2026-05-12 00:00',
      '2026-05-12 01:00',
      '2026-05-18 22:00',
    ]);
  });

  it('offers a start once where openings overlap', () => {
    const booking = rule({ hours: hours('09:00-11:00 10:00-12:00') });
    expect(starts({ booking, wish: today, limit: 99 })).toEqual([`${day} 09:00`, `${day} 10:00`, `${day} 11:00`]);
  });

  it('offers nothing without hours', () => {
    expect(starts({ booking: rule({ hours: {} }) })).toEqual([]);
    expect(starts({ booking: rule({ hours: hours('09:00-09:00') }) })).toEqual([]);
    expect(starts({ booking: rule({ hours: hours('09:00-09:30') }) })).toEqual([]);
  });

  it('leaves closures out', () => {
    const booking = rule({ durationMinutes: 480, closures: ['2026-05-11', '2026-05-13'] });
    expect(starts({ booking, limit: 3 })).toEqual(['2026-05-12 09:00', '2026-05-14 09:00', '2026-05-15 09:00']);
  });

  it('leaves out what of an evening opening falls into a closure', () => {
    const booking = rule({ hours: hours('23:00-02:00', ['monday']), closures: ['2026-05-12'] });
    expect(starts({ booking, limit: 2 })).toEqual(['2026-05-11 23:00', '2026-05-18 23:00']);
  });
});

describe('notice and horizon', () => {
  it('starts no slot before the notice is over', () => {
    const booking = rule({ noticeMinutes: 180 });
    expect(starts({ booking, limit: 1 })).toEqual([`${day} 11:00`]);
    expect(starts({ booking, now: new Date('2026-05-11T06:00:01Z'), limit: 1 })).toEqual([`${day} 12:00`]);
  });

  it('starts no slot after the last day of the horizon', () => {
    const booking = rule({ durationMinutes: 480, horizonDays: 2 });
    expect(starts({ booking, limit: 9 })).toEqual(['2026-05-11 09:00', '2026-05-12 09:00', '2026-05-13 09:00']);
  });

  it.each([0, -1, Number.NaN])('gives nothing for a limit of %s', (limit) => {
    expect(starts({ limit })).toEqual([]);
  });
});

describe('busy times', () => {
  it('are not offered', () => {
    const taken = [busy(`${day} 10:00`, `${day} 12:00`, timeZone)];
    expect(starts({ busy: taken, limit: 2 })).toEqual([`${day} 09:00`, `${day} 12:00`]);
  });

  it('block what they only touch in part', () => {
    const taken = [busy(`${day} 09:59`, `${day} 10:01`, timeZone)];
    expect(starts({ busy: taken, limit: 1 })).toEqual([`${day} 11:00`]);
  });

  it('keep the buffer free after the slot and after themselves', () => {
    const booking = rule({ bufferMinutes: 15, slotStepMinutes: 15 });
    const taken = [busy(`${day} 11:00`, `${day} 12:00`, timeZone)];
    const offered = starts({ booking, busy: taken, wish: today, limit: 99 });
    expect(offered.slice(0, 5)).toEqual([
      `${day} 09:00`,
      `${day} 09:15`,
      `${day} 09:30`,
      `${day} 09:45`,
      `${day} 12:15`,
    ]);
  });

  it('count only where they have a length', () => {
    expect(starts({ busy: [busy(`${day} 09:30`, `${day} 09:30`, timeZone)], limit: 1 })).toEqual([`${day} 09:00`]);
  });

  it('must be times', () => {
    expect(() => starts({ busy: [{ startAt: 'noon', endAt: 'one' }] })).toThrow(/ISO 8601/);
  });
});

describe('wishes', () => {
  it.each<[string, Parameters<typeof wish>[0], string[]]>([
    ['a time', { time: '14:00' }, ['2026-05-11 14:00', '2026-05-12 14:00']],
    ['times', { fromTime: '15:00', toTime: '24:00' }, ['2026-05-11 15:00', '2026-05-11 16:00']],
    ['a time without an end', { fromTime: '16:00' }, ['2026-05-11 16:00', '2026-05-12 16:00']],
    ['weekdays', { weekdays: [3, 5] }, ['2026-05-13 09:00', '2026-05-13 10:00']],
    ['days', { fromDate: '2026-05-20' }, ['2026-05-20 09:00', '2026-05-20 10:00']],
    ['a day long past', { fromDate: '2020-01-01', toDate: '2020-01-02' }, []],
    ['a day beyond the horizon', { fromDate: '2029-01-01' }, []],
    ['nothing', {}, ['2026-05-11 09:00', '2026-05-11 10:00']],
    ['nonsense', { fromDate: 'soon', fromTime: 'late' }, ['2026-05-11 09:00', '2026-05-11 10:00']],
  ])('%s', (_name, parts, wanted) => {
    expect(starts({ wish: wish(parts), limit: 2 })).toEqual(wanted);
  });
});

it('falls back to the zone of the workspace, then to UTC, where a rule names one that does not exist', () => {
  const booking = rule({ timeZone: 'Mars/Phobos' });
  expect(starts({ booking, limit: 1 })).toEqual([`${day} 09:00`]);
  const [slot] = freeSlots({ booking, timeZone: 'Nowhere', now: mondayAtEight, busy: [], limit: 1 });
  expect(slot?.startAt).toBe('2026-05-11T09:00:00.000Z');
});

it('finds the first slots of a crowded year within 20 ms', () => {
  const booking = rule({ horizonDays: 365, durationMinutes: 30, slotStepMinutes: 5 });
  const first = mondayAtEight.getTime();
  const taken = Array.from({ length: 2000 }, (_, index) => ({
    startAt: new Date(first + index * 4 * 3_600_000).toISOString(),
    endAt: new Date(first + (index + 1) * 4 * 3_600_000).toISOString(),
  }));
  const search = { booking, timeZone, now: mondayAtEight, busy: taken, limit: 5 };
  expect(freeSlots(search)).toHaveLength(5);
  const times = Array.from({ length: 5 }, () => {
    const begin = performance.now();
    freeSlots(search);
    return performance.now() - begin;
  });
  expect(Math.min(...times)).toBeLessThan(20);
});
