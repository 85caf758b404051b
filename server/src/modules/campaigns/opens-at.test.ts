import { expect, it } from 'vitest';
import { opensAt } from './opens-at.ts';

const windows = {
  sunday: [{ from: '02:30', to: '04:00' }],
  monday: [
    { from: '14:00', to: '16:00' },
    { from: '09:00', to: '12:00' },
  ],
};

it.each([
  ['inside', 'Europe/Berlin', '2027-03-01T08:30:00Z', '2027-03-01T08:30:00.000Z'],
  ['before it opens', 'Europe/Berlin', '2027-03-01T07:00:00Z', '2027-03-01T08:00:00.000Z'],
  ['between two openings', 'Europe/Berlin', '2027-03-01T11:30:00Z', '2027-03-01T13:00:00.000Z'],
  ['after the last of the week', 'Europe/Berlin', '2027-03-01T15:00:00Z', '2027-03-07T01:30:00.000Z'],
  ['in another zone', 'America/New_York', '2027-03-01T08:30:00Z', '2027-03-01T14:00:00.000Z'],
  [
    'on the night in which the clocks jump over its start',
    'Europe/Berlin',
    '2027-03-27T20:00:00Z',
    '2027-03-28T01:30:00.000Z',
  ],
  [
    'on the night in which its start comes once, after the clocks went back',
    'Europe/Berlin',
    '2027-10-30T20:00:00Z',
    '2027-10-31T00:30:00.000Z',
  ],
  ['in a zone that is none', 'Mars/Base', '2027-03-01T09:30:00Z', '2027-03-01T09:30:00.000Z'],
])('opens %s', (_when, timeZone, at, opening) => {
  expect(opensAt(windows, timeZone, new Date(at))?.toISOString()).toBe(opening);
});

it('never opens without an opening', () => {
  expect(opensAt({}, 'UTC', new Date('2027-03-01T09:00:00Z'))).toBeUndefined();
});

it('opens a week on where its only opening of today is over', () => {
  const weekly = { monday: [{ from: '09:00', to: '10:00' }] };
  expect(opensAt(weekly, 'UTC', new Date('2027-03-01T10:00:00Z'))?.toISOString()).toBe('2027-03-08T09:00:00.000Z');
});
