import { describe, expect, it } from 'vitest';
import { freeSlots } from './free-slots.ts';
import { busy, hours, rule, walls } from './testing.ts';
import type { SlotSearch } from './types.ts';

const timeZone = 'Europe/Berlin';
const mondayAtEight = new Date('2026-05-11T06:00:00Z');
const day = '2026-05-11';

describe('capacity', () => {
  const booking = rule({ resources: [{ key: 'yoga', name: 'Yoga', capacity: 2 }] });
  const at = (from: string, to: string) => busy(`${day} ${from}`, `${day} ${to}`, timeZone, 'yoga');

  it.each([
    ['one of two taken', [at('09:00', '10:00')], '09:00'],
    ['both taken', [at('09:00', '10:00'), at('09:00', '10:00')], '10:00'],
    ['both taken for a minute', [at('09:00', '09:31'), at('09:30', '10:00')], '10:00'],
    ['one after the other', [at('09:00', '09:30'), at('09:30', '10:00')], '09:00'],
    ['a third that touches none', [at('09:00', '10:00'), at('10:00', '11:00'), at('10:00', '11:00')], '09:00'],
  ])('%s', (_name, taken, first) => {
    const slots = freeSlots({ booking, timeZone, now: mondayAtEight, busy: taken, limit: 1 });
    expect(walls(slots, timeZone)).toEqual([`${day} ${first}`]);
  });
});

describe('resources', () => {
  const booking = rule({
    resources: [
      { key: 'mia', name: 'Mia', hours: hours('10:00-12:00') },
      { key: 'tom', name: 'Tom', closures: [day] },
      { key: 'ann', name: 'Ann', when: { field: 'service', operator: '=', value: 'colour' } },
    ],
  });
  const find = (search: Partial<SlotSearch>) =>
    freeSlots({ booking, timeZone, now: mondayAtEight, busy: [], limit: 3, ...search }).map(
      (slot) => `${walls([slot], timeZone)} ${slot.resourceKey} ${slot.resourceName}`,
    );

  it('have hours and closures of their own', () => {
    expect(find({})).toEqual([`${day} 10:00 mia Mia`, `${day} 11:00 mia Mia`, '2026-05-12 09:00 tom Tom']);
  });

  it('can be asked for', () => {
    expect(find({ resourceKey: 'tom' })[0]).toBe('2026-05-12 09:00 tom Tom');
    expect(find({ resourceKey: 'nobody' })).toEqual([]);
  });

  it('are offered only while their condition holds', () => {
    expect(find({ resourceKey: 'ann' })).toEqual([]);
    const values = new Map([['service', 'colour']]);
    expect(find({ resourceKey: 'ann', values })[0]).toBe(`${day} 09:00 ann Ann`);
    expect(find({ values })).toEqual([`${day} 09:00 ann Ann`, `${day} 10:00 mia Mia`, `${day} 11:00 mia Mia`]);
  });

  it('stand in for one another, the first of the rule first', () => {
    const values = new Map([['service', 'colour']]);
    const taken = [busy(`${day} 10:00`, `${day} 11:00`, timeZone, 'mia')];
    expect(find({ values, busy: taken })[1]).toBe(`${day} 10:00 ann Ann`);
  });

  it('are all blocked by what is taken without a resource, none by what another has taken', () => {
    const none = [busy(`${day} 10:00`, `${day} 11:00`, timeZone)];
    expect(find({ busy: none })[0]).toBe(`${day} 11:00 mia Mia`);
    const other = [busy(`${day} 10:00`, `${day} 11:00`, timeZone, 'tom')];
    expect(find({ busy: other })[0]).toBe(`${day} 10:00 mia Mia`);
  });

  it('are absent from the slots of a rule that lists none', () => {
    const [slot] = freeSlots({ booking: rule(), timeZone, now: mondayAtEight, busy: [], limit: 1 });
    expect(slot).toEqual({ startAt: '2026-05-11T07:00:00.000Z', endAt: '2026-05-11T08:00:00.000Z' });
  });
});

describe('durations', () => {
  const booking = rule({ durations: { field: 'service', minutes: { cut: 30, colour: 120 } } });
  it.each<[string, unknown, number | undefined, string]>([
    ['by the value of a field', 'colour', undefined, '11:00'],
    ['of several values together', ['cut', 'colour'], undefined, '11:30'],
    ['as usual for another value', 'perm', undefined, '10:00'],
    ['as usual for an odd value', 'constructor', undefined, '10:00'],
    ['as the caller says', 'colour', 45, '09:45'],
  ])('%s', (_name, service, durationMinutes, end) => {
    const values = new Map([['service', service]]);
    const [slot] = freeSlots({ booking, timeZone, now: mondayAtEight, busy: [], values, durationMinutes, limit: 1 });
    expect(walls([{ startAt: slot?.endAt ?? '', endAt: '' }], timeZone)).toEqual([`${day} ${end}`]);
  });
});
