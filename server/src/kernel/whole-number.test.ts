import { expect, it } from 'vitest';
import { z } from 'zod';
import { listQuery } from './list-query.ts';
import { wholeNumber } from './whole-number.ts';

it.each([
  ['1', 1],
  ['25', 25],
  ['007', 7],
  [100, 100],
])('reads %j', (given, expected) => {
  expect(wholeNumber(1, 100, 25).parse(given)).toBe(expected);
});

it.each([
  '',
  ' 1',
  '1e2',
  '0x10',
  '0b11',
  '+5',
  '-1',
  '1.0',
  '1_0',
  '٣',
  '0',
  '101',
  '9'.repeat(400),
  1.5,
  true,
  null,
  [],
])('refuses %j', (given) => {
  expect(wholeNumber(1, 100, 25).safeParse(given).success).toBe(false);
});

it('says what to do about each', () => {
  const messageFor = (given: unknown) => wholeNumber(1, 100, 25).safeParse(given).error?.issues[0]?.message;
  expect(messageFor('1e2')).toBe('Give a whole number in digits, such as 25.');
  expect(messageFor('101')).toMatch(/100/);
});

it('is an integer with its bounds in a schema', () => {
  const schema = z.toJSONSchema(z.strictObject({ limit: wholeNumber(1, 100, 25) }), { io: 'input' });
  expect(schema).toMatchObject({ properties: { limit: { type: 'integer', minimum: 1, maximum: 100, default: 25 } } });
  expect(schema).not.toHaveProperty('required');
});

it("is what a list's limit takes", () => {
  const query = z.strictObject(listQuery);
  expect(query.parse({})).toEqual({ limit: 25 });
  expect(query.parse({ limit: '100' })).toEqual({ limit: 100 });
  for (const limit of ['1e2', '0x10', '']) expect(query.safeParse({ limit }).success, limit).toBe(false);
});
