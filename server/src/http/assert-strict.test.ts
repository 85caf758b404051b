import { expect, it } from 'vitest';
import { z } from 'zod';
import { assertStrict } from './validate.ts';

const strict = z.strictObject({ a: z.string() });
const dropping = z.object({ a: z.string() });

it.each([
  ['an object', dropping, 'body'],
  ['a field', z.strictObject({ x: dropping.optional() }), 'body/x'],
  ['the items of a list', z.strictObject({ x: z.array(dropping) }), 'body/x'],
  ['a choice', z.union([strict, dropping]), 'body'],
  ['what is transformed', dropping.transform(({ a }) => a), 'body'],
  ['the values of a record', z.record(z.string(), dropping), 'body'],
  ['what is named later', z.lazy(() => dropping), 'body'],
  ['one of several kinds', z.discriminatedUnion('k', [z.object({ k: z.literal('b') })]), 'body'],
])('%s that drops unknown keys is refused', (_, schema, where) => {
  expect(() => assertStrict(schema, 'body')).toThrow(`${where} would drop unknown keys`);
});

it.each([
  ['a strict object', strict],
  ['one that keeps what it does not know', z.looseObject({})],
  ['one whose further keys have a schema', z.object({}).catchall(z.string())],
  ['what is made of the input', z.string().pipe(z.transform((x) => ({ x })))],
  ['none', undefined],
])('%s is taken', (_, schema) => {
  expect(() => assertStrict(schema, 'body')).not.toThrow();
});
