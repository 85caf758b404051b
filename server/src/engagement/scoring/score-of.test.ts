import { describe, expect, it } from 'vitest';
import type { ScoringRule } from '../workflow/definition.ts';
import { scoreOf } from './score-of.ts';

const rules: ScoringRule[] = [
  { label: 'Large', points: 60, when: { field: 'amount', operator: '>=', value: 1000 } },
  {
    label: 'Soon',
    points: 70,
    when: {
      any: [
        { field: 'when', operator: '=', value: 'now' },
        { field: 'hurry', operator: 'known' },
      ],
    },
  },
  { label: 'Has a loan', points: -50, when: { field: 'loan', operator: '=', value: true } },
  { label: 'Booked', points: 15, statuses: ['booked', 'met'] },
  { label: 'Booked and large', points: 5, statuses: ['booked'], when: { field: 'amount', operator: '>', value: 1 } },
];
const score = (values: Record<string, unknown>, statusKey = 'new') =>
  scoreOf(rules, { statusKey, values: new Map(Object.entries(values)) });
const counted = (values: Record<string, unknown>, statusKey?: string) =>
  score(values, statusKey).parts.flatMap(({ label, counts }) => (counts ? [label] : []));

describe('a score', () => {
  it.each([
    [{}, 'new', null],
    [{ amount: 1000 }, 'new', 60],
    [{ amount: 999 }, 'new', null],
    [{ amount: { amount: 1000, currency: 'USD' } }, 'new', 60],
    [{ when: 'now' }, 'new', 70],
    [{ hurry: 'yes' }, 'new', 70],
    [{ amount: 1000, when: 'now' }, 'new', 100],
    [{ loan: true }, 'new', 0],
    [{ amount: 1000, when: 'now', loan: true }, 'new', 80],
    [{}, 'booked', 15],
    [{}, 'met', 15],
    [{ amount: 2 }, 'booked', 20],
    [{ amount: 2 }, 'met', 15],
  ])('of %j in %s is %s', (values, statusKey, wanted) => {
    expect(score(values, statusKey).score).toBe(wanted);
  });

  it('is shown with every rule, in their order, and whether it counts', () => {
    expect(score({ amount: 1000 }).parts).toEqual([
      { label: 'Large', points: 60, counts: true },
      { label: 'Soon', points: 70, counts: false },
      { label: 'Has a loan', points: -50, counts: false },
      { label: 'Booked', points: 15, counts: false },
      { label: 'Booked and large', points: 5, counts: false },
    ]);
    expect(counted({ loan: true, amount: 5 }, 'booked')).toEqual(['Has a loan', 'Booked', 'Booked and large']);
    expect(scoreOf([], { statusKey: 'new', values: new Map() })).toEqual({ score: null, parts: [] });
  });
});
