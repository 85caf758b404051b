import { expect, it } from 'vitest';
import type { checklistTypes } from '../workflow/checklist-schema.ts';
import { configProblems, filesFor, statusWithFiles } from './item-config.ts';
import { readItemValue, variableProblem } from './item-value.ts';
import { isAskedFor, isComplete } from './wanted.ts';

type FieldType = (typeof checklistTypes)[number];
const itemOf = (fieldType: FieldType, config: Record<string, unknown> | null = null) => ({ fieldType, config });
const read = (fieldType: FieldType, text: string, config?: Record<string, unknown>) =>
  readItemValue(itemOf(fieldType, config ?? null), text, 'US');

it.each<[FieldType, string, string, Record<string, unknown>?]>([
  ['TEXT', ' plain ', 'plain'],
  ['TEXT', '1234', '1234', { pattern: '\\d{4}' }],
  ['NUMBER', '-2.50', '-2.50'],
  ['NUMBER', '9', '9', { min: 1, max: 9 }],
  ['DATE', '2028-02-29', '2028-02-29'],
  ['EMAIL', 'Ada@Example.COM', 'ada@example.com'],
  ['PHONE', '(202) 555-0143', '+12025550143'],
  ['EIN', '12-3456789', '12-3456789'],
  ['SELECT', 'SMALL', 'Small', { options: ['Small', 'Large'] }],
])('takes for %s the text %j', (fieldType, text, value, config) => {
  expect(read(fieldType, text, config)).toEqual({ ok: true, value });
});

it.each<[FieldType, string, string, Record<string, unknown>?]>([
  ['TEXT', '  ', 'Give a value.'],
  ['TEXT', '12345', 'has not the form', { pattern: '\\d{4}' }],
  ['TEXT', '12345', 'Four digits, please.', { pattern: '\\d{4}', patternMessage: 'Four digits, please.' }],
  ['NUMBER', '10', 'from 1 to 9', { min: 1, max: 9 }],
  ['NUMBER', '0', 'at least 1', { min: 1 }],
  ['NUMBER', '2', 'at most 1', { max: 1 }],
  ['NUMBER', 'two', 'such as 12'],
  ['DATE', '2027-02-29', 'a day that exists'],
  ['EMAIL', 'nobody', 'name@example.com'],
  ['PHONE', 'call me', 'area code'],
  ['EIN', '12-345678', 'nine digits'],
  ['SELECT', 'medium', 'Use one of: Small, Large.', { options: ['Small', 'Large'] }],
  ['FILE', 'x', 'upload it'],
  ['ID', 'x', 'upload it'],
  ['BANK_STATEMENT', 'x', 'upload it'],
  ['TAX_RETURN', 'x', 'upload it'],
])('refuses for %s the text %j and says what to do', (fieldType, text, message, config) => {
  expect(read(fieldType, text, config)).toEqual({ ok: false, message: expect.stringContaining(message) });
});

it('does not try a pattern that could run away', () => {
  const started = performance.now();
  expect(read('TEXT', `${'a'.repeat(60)}!`, { pattern: '(a+)+$' }).ok).toBe(true);
  expect(performance.now() - started).toBeLessThan(1_000);
});

it.each<[FieldType, unknown, string, string | undefined, Record<string, unknown>?]>([
  ['NUMBER', { amount: 5, currency: 'USD' }, 'five dollars', undefined, { min: 1 }],
  ['NUMBER', 0.1 + 0.2, 'a third', undefined],
  ['NUMBER', 12, 'a dozen', 'Give a number of at most 9.', { max: 9 }],
  ['DATE', '2027-03-19T09:00:00Z', 'next Friday', undefined],
  ['SELECT', 'large', 'a big one', undefined, { options: ['Large'] }],
  ['SELECT', ['small', 'other'], 'both', 'Use one of: Small.', { options: ['Small'] }],
  ['TEXT', true, 'yes', undefined],
  ['EIN', '12', '12', 'An EIN has nine digits, such as 12-3456789.'],
])('compares for %s the variable %j with its item', (fieldType, value, words, problem, config) => {
  expect(variableProblem(itemOf(fieldType, config ?? null), value, words, 'US')).toBe(problem);
});

it.each<[FieldType, Record<string, unknown>, string[]]>([
  ['TEXT', { pattern: '(a+)+$' }, ['pattern']],
  ['TEXT', { pattern: 5 }, ['pattern']],
  ['NUMBER', { min: 9, max: 1 }, ['min']],
  ['NUMBER', { max: '9' }, ['max']],
  ['SELECT', { options: 'a' }, ['options']],
  ['ID', { type: 'LIBRARY_CARD' }, ['type']],
  ['BANK_STATEMENT', { months: 0, accept: ['exe'] }, ['accept', 'months']],
  ['TAX_RETURN', { years: [20] }, ['years']],
  ['FILE', { minFiles: 31 }, ['minFiles']],
  ['BANK_STATEMENT', { months: 3, gracePeriodDays: 10, isPersonal: true }, []],
  ['TAX_RETURN', { years: [2024, 2025] }, []],
])('says of the settings of %s %j what cannot hold', (fieldType, config, keys) => {
  expect(configProblems({ fieldType, config }).map(({ key }) => key)).toEqual(keys);
});

it('counts files: fewer than must be are to do, fewer than usual are for a person', () => {
  const status = (config: Record<string, unknown>, files: number, rules: string[] = [], hasDoubts = false) =>
    statusWithFiles({ config, validationRules: rules }, files, hasDoubts);
  expect([status({}, 0), status({}, 1), status({}, 1, ['rule']), status({}, 1, [], true)]).toEqual([
    'todo',
    'completed',
    'needs_review',
    'needs_review',
  ]);
  expect([status({ minFiles: 2 }, 1), status({ minFiles: 2 }, 2)]).toEqual(['todo', 'completed']);
  expect([status({ months: 3 }, 1), status({ months: 3 }, 3)]).toEqual(['needs_review', 'completed']);
  expect(filesFor({ config: { years: [2024, 2025] } })).toEqual({ least: 1, usual: 2 });
});

it('asks for an item only while its condition and its group’s hold', () => {
  const large = { field: 'size', operator: '=', value: 'large' } as const;
  const item = { conditions: large, groupConditions: null, isRequired: true, status: 'todo' };
  const known = new Map([['size', 'large']]);
  expect([isAskedFor(item, known), isAskedFor(item, new Map())]).toEqual([true, false]);
  expect(isAskedFor({ conditions: null, groupConditions: large }, new Map())).toBe(false);
  const done = { conditions: null, groupConditions: null, isRequired: true, status: 'skipped' };
  expect([isComplete([item, done], known), isComplete([item, done], new Map())]).toEqual([false, true]);
  expect(isComplete([{ ...done, isRequired: false }], known)).toBe(false);
});
