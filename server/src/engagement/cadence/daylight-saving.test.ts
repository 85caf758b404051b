import { describe, expect, it } from 'vitest';
import { at, factsAt, rule, startedAt, walk, wall } from './cadence.fixture.ts';
import { nextOpen, weekOf } from './open-times.ts';
import { quietUntil } from './quiet-hours.ts';

const all = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** The open stretches of a local day, to the minute, as UTC. */
function openMinutes(zone: string, date: string, from: string, to: string): string[] {
  const week = weekOf([{ weekdays: all, from, to }]);
  const begin = at(`${date} 00:00`, zone).getTime();
  const stretches: string[] = [];
  let since: number | undefined;
  for (let minute = begin; minute <= begin + 26 * 3_600_000; minute += 60_000) {
    const isOpen = nextOpen(week, [zone], minute) === minute && wall(minute, zone).startsWith(date);
    if (isOpen && since === undefined) since = minute;
    if (isOpen || since === undefined) continue;
    stretches.push([since, minute].map((one) => new Date(one).toISOString().slice(11, 16)).join('-'));
    since = undefined;
  }
  return stretches;
}

describe('a window at a change of the clocks', () => {
  it.each([
    ['begins in the gap', 'Europe/Lisbon', '2026-03-29', '01:30', '04:00', ['01:00-03:00']],
    ['lies in the gap', 'Europe/Lisbon', '2026-03-29', '01:15', '01:45', []],
    ['ends in the gap', 'Europe/Lisbon', '2026-03-29', '00:30', '01:30', ['00:30-01:00']],
    ['ends in the fold', 'Europe/Lisbon', '2026-10-25', '00:30', '01:30', ['23:30-00:30', '01:00-01:30']],
    ['begins in the fold', 'Europe/Lisbon', '2026-10-25', '01:30', '03:00', ['00:30-01:00', '01:30-03:00']],
    ['begins in the gap', 'America/New_York', '2026-03-08', '02:30', '05:00', ['07:00-09:00']],
    ['ends in the fold', 'America/New_York', '2026-11-01', '00:00', '01:30', ['04:00-05:30', '06:00-06:30']],
    ['holds the fold', 'America/New_York', '2026-11-01', '00:00', '03:00', ['04:00-08:00']],
    ['begins at a midnight that is skipped', 'America/Sao_Paulo', '2018-11-04', '00:00', '02:00', ['03:00-04:00']],
    ['ends at a midnight that comes twice', 'America/Sao_Paulo', '2018-02-17', '22:00', '24:00', ['00:00-03:00']],
    ['has no change any more', 'America/Sao_Paulo', '2026-11-01', '00:00', '02:00', ['03:00-05:00']],
    ['begins in a gap of half an hour', 'Australia/Lord_Howe', '2026-10-04', '02:15', '03:00', ['15:30-16:00']],
    [
      'ends in a fold of half an hour',
      'Australia/Lord_Howe',
      '2026-04-05',
      '01:00',
      '01:45',
      ['14:00-14:45', '15:00-15:15'],
    ],
    ['has no change', 'Asia/Kolkata', '2026-03-29', '09:00', '21:00', ['03:30-15:30']],
  ])('%s: %s %s %s-%s', (_what, zone, date, from, to, expected) => {
    expect(openMinutes(zone, date, from, to)).toEqual(expected);
  });
});

describe('a cadence through a change of the clocks', () => {
  it.each([
    ['Europe/Lisbon', '2026-03-27', '2026-10-23'],
    ['America/New_York', '2026-03-06', '2026-10-30'],
    ['America/Sao_Paulo', '2018-11-02', '2018-02-15'],
    ['Australia/Lord_Howe', '2026-10-02', '2026-04-03'],
    ['Asia/Kolkata', '2026-03-27', '2026-10-23'],
  ])('keeps the hours of the wall in %s', (zone, ...starts) => {
    for (const start of starts) {
      const begin = at(`${start} 08:00`, zone);
      const of = rule({ channels: [{ channel: 'sms', attempts: { first: 2, last: 2 } }], days: 4 });
      const { attempts } = walk(of, startedAt(begin), factsAt(begin, { zones: [zone] }));
      expect(attempts.map((attempt) => attempt.slice(11, 16))).toEqual(Array(4).fill(['09:00', '15:00']).flat());
      expect(new Set(attempts.map((attempt) => attempt.slice(0, 10))).size).toBe(4);
    }
  });

  it('does not try twice in a window that the fold opens twice', () => {
    const zone = 'America/New_York';
    const begin = at('2026-10-31 20:00', zone);
    const of = rule({ windows: [{ from: '01:00', to: '01:30' }], days: 2, hoursBetween: 0.25 });
    const { attempts } = walk(of, startedAt(begin), factsAt(begin, { zones: [zone] }));
    expect(attempts).toEqual(['2026-11-01 01:00 sms', '2026-11-02 01:00 sms']);
  });

  it('passes over a day that a place never had', () => {
    const begin = at('2011-12-29 08:00', 'Pacific/Apia');
    const { attempts } = walk(rule({ days: 3 }), startedAt(begin), factsAt(begin, { zones: ['Pacific/Apia'] }));
    expect(attempts).toEqual(['2011-12-29 09:00 sms', '2011-12-31 09:00 sms']);
  });
});

describe('quiet hours', () => {
  const night = { from: '21:00', to: '08:00' };

  it.each([
    ['2026-05-11T12:00:00Z', ['Europe/Lisbon'], night, undefined],
    ['2026-05-11T20:00:00Z', ['Europe/Lisbon'], night, '2026-05-12T07:00:00.000Z'],
    ['2026-05-11T06:59:59Z', ['Europe/Lisbon'], night, '2026-05-11T07:00:00.000Z'],
    ['2026-05-11T07:00:00Z', ['Europe/Lisbon'], night, undefined],
    ['2026-03-28T23:00:00Z', ['Europe/Lisbon'], night, '2026-03-29T07:00:00.000Z'],
    ['2026-10-24T23:00:00Z', ['Europe/Lisbon'], night, '2026-10-25T08:00:00.000Z'],
    ['2026-03-08T06:00:00Z', ['America/New_York'], { from: '21:00', to: '02:30' }, '2026-03-08T07:00:00.000Z'],
    ['2026-11-01T06:40:00Z', ['America/New_York'], { from: '21:00', to: '01:30' }, undefined],
    ['2026-11-01T06:10:00Z', ['America/New_York'], { from: '21:00', to: '01:30' }, '2026-11-01T06:30:00.000Z'],
    ['2026-05-11T12:30:00Z', ['America/New_York', 'America/Los_Angeles'], night, '2026-05-11T15:00:00.000Z'],
    ['2026-05-12T02:00:00Z', ['America/New_York', 'America/Los_Angeles'], night, '2026-05-12T15:00:00.000Z'],
    ['2026-05-11T12:30:00Z', ['UTC'], { from: '12:00', to: '14:00' }, '2026-05-11T14:00:00.000Z'],
    ['2026-05-11T11:30:00Z', ['UTC'], { from: '12:00', to: '14:00' }, undefined],
    ['2026-05-11T12:00:00Z', ['UTC'], { from: '12:00', to: '12:00' }, undefined],
    ['2026-05-11T12:00:00Z', ['UTC'], { from: '00:00', to: '24:00' }, '2026-05-12T12:00:00.000Z'],
    ['2026-05-11T12:00:00Z', [], night, undefined],
  ])('%s in %j, %j: until %s', (now, zones, hours, until) => {
    expect(quietUntil(new Date(now), zones, hours)?.toISOString()).toBe(until);
  });

  it('are those of the first zone where it is always quiet in one', () => {
    const zones = ['America/New_York', 'Pacific/Guam'];
    const hours = { from: '18:00', to: '10:00' };
    expect(quietUntil(new Date('2026-05-11T15:00:00Z'), zones, hours)).toBeUndefined();
    expect(quietUntil(new Date('2026-05-11T23:00:00Z'), zones, hours)).toEqual(new Date('2026-05-12T14:00:00Z'));
  });
});
