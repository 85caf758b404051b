import { expect, it } from 'vitest';
import { chooseMember } from './assignment.ts';

const team = [
  { id: 'ana', load: 3 },
  { id: 'ben', load: 1 },
  { id: 'eve', load: 1 },
];

it.each([
  ['ana', null],
  ['ben', 'ana'],
  ['eve', 'ben'],
  ['ana', 'eve'],
  ['ana', 'somebody who has left'],
])('gives %s the turn after %s', (next, last) => {
  expect(chooseMember('round_robin', team, last)).toBe(next);
});

it('gives a lead to who has the fewest, of several to the one whose turn comes first', () => {
  expect(chooseMember('least_loaded', team, null)).toBe('ben');
  expect(chooseMember('least_loaded', team, 'ben')).toBe('eve');
  expect(chooseMember('least_loaded', team, 'eve')).toBe('ben');
});

it('gives it to nobody where there is nobody', () => {
  expect(chooseMember('round_robin', [], 'ana')).toBeUndefined();
  expect(chooseMember('least_loaded', [], null)).toBeUndefined();
});
