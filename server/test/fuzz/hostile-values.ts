import fc from 'fast-check';
import { mix } from './fitting-values.ts';
import { isObject, rawNumber } from './json.ts';

const texts = [
  ...['', ' ', '\t\n', 'null', 'undefined', 'NaN', 'true', '-1', '0', '1e999', '{}', '[]', '{"a":1}', 'a,b,,c'],
  ...['\0', 'a\0b', '\ud800', 'x\udfff', '\ufffe', '\ufeff', '\u001b[31m', '\u007f', '\u2028'],
  ...[
    '💥'.repeat(50),
    '👩‍👩‍👧‍👦',
    '\u202eمرحبا بك\u202c',
    'שלום',
    'e\u0301'.repeat(30),
    'İıß',
    '١٢٣',
    '𝟙𝟚',
    'ﷺ'.repeat(20),
  ],
  ...[
    "'; drop table leads; --",
    "'",
    '"',
    '\\',
    '\\u0000',
    '%',
    '_%_',
    '$1',
    '$(id)',
    '`',
    '<script>alert(1)</script>',
  ],
  // Read once more as JSON, as some parameters are, these hold what a first look at them does not see.
  ...['{"a":"\\u0000"}', '{"\\u0000":1}', '["\\ud800"]', '[{"name":"\\u0000","externalId":"\\udfff"}]', '{"a":1e999}'],
  ...['../../etc/passwd', '..\\..', 'a/b', '?x=1', '#x', 'javascript:alert(1)', 'http://[::1', '%00', '%s%n'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'then'],
  ...[
    'a@b',
    '@',
    'a@b.c@d.e',
    'x@[127.0.0.1]',
    '+',
    '+1',
    '00',
    '+999999999999999999',
    '0000000000',
    'tel:+14155550123',
  ],
  ...['Mars/Phobos', '+01:00', 'en_US', 'x-klingon', 'i-default'],
];

const dates = [
  ...['2026-02-30', '2023-02-29', '0000-00-00', '0001-01-01', '1969-12-31', '10000-01-01', '2026-13-01', '20260101'],
  ...['0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '1899-12-31T23:59:59Z', '1970-01-01T00:00:00Z'],
  ...['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59-12:00', '+275760-09-13T00:00:00Z', '-271821-04-20T00:00:00Z'],
  ...['2026-06-30T23:59:60Z', '2026-03-29T02:30:00', '2026-01-01T00:00:00+25:00', '2026-01-01T24:00:00Z'],
  ...['2026-01-01T00:00:00.1234567890123Z', '2026-01-01 00:00:00', '1767225600', '1767225600000'],
];

const ids = [
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ...['01890000-0000-7000-8000-000000000000', '01890000-0000-7000-8000-00000000000', 'me', '1'],
];

const numbers = [
  ...[0, -0, 1, -1, 0.5, -0.1, 100, 101, 1000, 1001, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, -(2 ** 53), 1e308],
  ...['1e999', '-1e999', '12345678901234567890', '1e-400', '-0', '0.30000000000000004', '1E+2'].map(rawNumber),
];

const shapes: readonly unknown[] = [
  ...[null, true, false, [], {}, [[]], [null], [{}], { '': '' }, { length: 3 }, { toString: 1, constructor: null }],
  ...[JSON.parse('{"__proto__": {"admin": true}}'), JSON.parse('{"constructor": {"prototype": {"x": 1}}}')],
  ...[['a', 'a', 'A'], Array.from({ length: 300 }, (_, index) => index), nested(19), nested(25), nestedLists(1000)],
  ...[{ 'a\0b': 1 }, { '\ud800': 1 }, { 'a.b[0]': 1 }, { ['k'.repeat(500)]: 1 }, { $ne: null }, { '💥': ['💥'] }],
];

const long = ['a'.repeat(10_000), 'ß'.repeat(4_000), '💥'.repeat(3_000), `${'a.'.repeat(3_000)}com`, ' '.repeat(9_999)];

/** Texts that no schema asks for, and the other tenant's ids among them. */
export function hostileTexts(strangers: readonly string[]): fc.Arbitrary<string> {
  return mix(
    [10, fc.constantFrom(...texts)],
    [4, fc.constantFrom(...dates)],
    [4, fc.constantFrom(...strangers, ...ids, ...strangers.map((id) => id.toUpperCase()))],
    [1, fc.constantFrom(...long)],
    [3, fc.string({ unit: 'binary', maxLength: 20 })],
  );
}

/** Values of any kind: those of no schema, and of the wrong one. */
export function hostileValues(strangers: readonly string[]): fc.Arbitrary<unknown> {
  return mix<unknown>(
    [6, hostileTexts(strangers)],
    [3, fc.constantFrom(...numbers)],
    [3, fc.constantFrom(...shapes)],
    [1, fc.jsonValue({ maxDepth: 3 })],
    [1, fc.constantFrom(...strangers).map((id) => [id])],
  );
}

/** One thing done to a value: `at` chooses the place among all its places. */
export interface Twist {
  readonly how: 'replace' | 'remove' | 'add' | 'double';
  readonly at: number;
  readonly key: string;
  readonly value: unknown;
}

export function twists(strangers: readonly string[]): fc.Arbitrary<Twist> {
  return fc.record({
    how: mix(
      [8, fc.constant('replace' as const)],
      [2, fc.constant('remove' as const)],
      [2, fc.constant('add' as const)],
      [1, fc.constant('double' as const)],
    ),
    at: fc.nat(10_000),
    key: mix(
      [3, fc.constantFrom('unknown', 'isTest', 'workspaceId', 'id', 'deletedAt', '$where')],
      [2, hostileTexts([])],
    ),
    value: hostileValues(strangers),
  });
}

/** The value with that done to it, itself untouched. */
export function twist(value: unknown, { how, at, key, value: hostile }: Twist): unknown {
  const places = placesOf(value);
  const place = places[at % places.length] ?? [];
  if (how === 'add') return changeAt(value, place.slice(0, -1), (holder) => withMember(holder, key, hostile));
  if (how === 'double') return changeAt(value, place, (inner) => [inner, inner]);
  const last = place.at(-1);
  if (how === 'replace' || last === undefined) return changeAt(value, place, () => hostile);
  return changeAt(value, place.slice(0, -1), (holder) => withoutMember(holder, last));
}

type Place = readonly (string | number)[];

/** The ways to everything inside a value, itself first. */
function placesOf(value: unknown, path: Place = []): Place[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((inner, index) => placesOf(inner, [...path, index]))];
  if (!isObject(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, key]))];
}

function changeAt(value: unknown, [step, ...rest]: Place, change: (inner: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((inner, index) => (index === step ? changeAt(inner, rest, change) : inner));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === step ? changeAt(inner, rest, change) : inner]),
  );
}

/** `Object.fromEntries` takes `__proto__` for a key like any other. */
function withMember(holder: unknown, key: string, value: unknown): unknown {
  if (Array.isArray(holder)) return [...holder, value];
  return isObject(holder) ? Object.fromEntries([...Object.entries(holder), [key, value]]) : { [key]: value };
}

function withoutMember(holder: unknown, key: string | number): unknown {
  if (Array.isArray(holder)) return holder.filter((_, index) => index !== key);
  return isObject(holder) ? Object.fromEntries(Object.entries(holder).filter(([name]) => name !== key)) : holder;
}

function nested(depth: number): unknown {
  return Array.from({ length: depth }).reduce<unknown>((inner) => ({ a: inner }), 1);
}

function nestedLists(depth: number): unknown {
  return Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 1);
}
