import { describe, expect, test } from 'vitest';
import { type Condition, conditionSchema, fieldsOf, holds } from './condition.ts';

const values = new Map<string, unknown>([
  ['service', 'Full color'],
  ['age', 15],
  ['budget', { amount: 1200, currency: 'USD' }],
  ['pets', false],
  ['day', '2026-12-01'],
  ['at', '14:30'],
  ['zip', '02139'],
  ['extras', ['Blowout', 'Trim']],
  ['nothing', null],
  ['empty', ''],
]);

describe('holds', () => {
  test.each<[Condition, boolean]>([
    [{ field: 'service', operator: '=', value: 'full color' }, true],
    [{ field: 'service', operator: '=', value: 'Trim' }, false],
    [{ field: 'service', operator: '!=', value: 'Trim' }, true],
    [{ field: 'service', operator: 'in', value: ['Trim', 'Full color'] }, true],
    [{ field: 'service', operator: 'in', value: ['Trim'] }, false],
    [{ field: 'service', operator: 'contains', value: 'color' }, true],
    [{ field: 'age', operator: '<', value: 16 }, true],
    [{ field: 'age', operator: '<', value: 15 }, false],
    [{ field: 'age', operator: '<=', value: 15 }, true],
    [{ field: 'age', operator: '>', value: 9 }, true],
    [{ field: 'age', operator: '>=', value: 16 }, false],
    [{ field: 'age', operator: 'in', value: [14, 15] }, true],
    [{ field: 'budget', operator: '<', value: 1500 }, true],
    [{ field: 'budget', operator: '>=', value: 1200 }, true],
    [{ field: 'pets', operator: '=', value: false }, true],
    [{ field: 'pets', operator: '!=', value: false }, false],
    [{ field: 'day', operator: '>', value: '2026-11-30' }, true],
    [{ field: 'at', operator: '<', value: '09:00' }, false],
    [{ field: 'extras', operator: '=', value: 'Trim' }, true],
    [{ field: 'extras', operator: 'in', value: ['Updo', 'Blowout'] }, true],
    [{ field: 'extras', operator: '!=', value: 'Trim' }, false],
    [{ field: 'service', operator: 'known' }, true],
    [{ field: 'nothing', operator: 'known' }, false],
    [{ field: 'empty', operator: 'unknown' }, true],
    [{ field: 'pets', operator: 'known' }, true],
    [
      {
        all: [
          { field: 'age', operator: '<', value: 16 },
          { field: 'pets', operator: '=', value: true },
        ],
      },
      false,
    ],
    [
      {
        any: [
          { field: 'age', operator: '<', value: 16 },
          { field: 'pets', operator: '=', value: true },
        ],
      },
      true,
    ],
  ])('%j is %s', (condition, expected) => {
    expect(holds(condition, values)).toBe(expected);
  });

  test.each(['=', '!=', '>', '>=', '<', '<=', 'in', 'contains'] as const)(
    'what is not known yet fails %s, so that no rule fires before its field was asked',
    (operator) => {
      expect(holds({ field: 'unasked', operator, value: 'x' }, values)).toBe(false);
      expect(holds({ field: 'nothing', operator, value: 'x' }, values)).toBe(false);
    },
  );
});

test('fieldsOf names every field that a condition looks at', () => {
  const condition: Condition = {
    any: [{ field: 'a', operator: 'known' }, { all: [{ field: 'b', operator: 'known' }] }],
  };
  expect(fieldsOf(condition)).toEqual(['a', 'b']);
});

test('a condition is a comparison, or all or any of several, and nothing else', () => {
  expect(conditionSchema.safeParse({ all: [{ any: [{ field: 'a', operator: 'known' }] }] }).success).toBe(true);
  expect(conditionSchema.safeParse({ all: [] }).success).toBe(false);
  expect(conditionSchema.safeParse({ field: 'a', operator: 'known', all: [] }).success).toBe(false);
});
