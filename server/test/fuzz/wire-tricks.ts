import fc from 'fast-check';
import { mix } from './fitting-values.ts';

const MEGABYTE = 1_048_576;

/** Bodies that no description asks for: broken, empty, of another kind, too large. */
export const bodiesOfNoSchema: fc.Arbitrary<string | Buffer> = mix<string | Buffer>(
  [
    3,
    fc.constantFrom(
      '',
      ' ',
      '{',
      '{"a":',
      '[1,',
      '{"a":}',
      'nul',
      'NaN',
      "{'a':1}",
      '{"a":1}}',
      '\ufeff{}',
      '{"a":1,"a":2}',
    ),
  ],
  [2, fc.constantFrom('null', 'true', '0', '""', '"text"', '[]', '{}', '[{}]', '[[[[]]]]', '{"__proto__":1}')],
  [1, fc.constantFrom('a=b&c=d', '<xml/>', 'a,b\n1,2', '\0', '"\\ud800"', '"\\u0000"', '1e999', '-')],
  [
    1,
    fc.constantFrom(
      Buffer.from([0xff, 0xfe, 0x7b]),
      Buffer.from([0x22, 0xc3, 0x28, 0x22]),
      Buffer.from([0x1f, 0x8b, 8, 0]),
    ),
  ],
  [1, fc.constantFrom('['.repeat(20_000), '{"a":'.repeat(5_000), `${'['.repeat(30)}${']'.repeat(30)}`)],
  [1, fc.constantFrom(`{"name":"${'x'.repeat(100_000)}"}`, `[${'0,'.repeat(25_000)}0]`, `"${'x'.repeat(MEGABYTE)}"`)],
);

/** Content types beside the one that is asked for; null for none. */
export const contentTypes: fc.Arbitrary<string | null> = fc.constantFrom(
  null,
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'application/json;',
  'Application/JSON',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/vnd.api+json',
  'json',
  ';',
  '',
);

export const headersOfNoSchema: fc.Arbitrary<Readonly<Record<string, string>>> = fc.constantFrom<
  Readonly<Record<string, string>>
>(
  { 'idempotency-key': 'again' },
  { 'idempotency-key': '' },
  { 'idempotency-key': 'ä'.repeat(300) },
  { 'if-none-match': '*' },
  { 'if-none-match': 'W/"1", "2"' },
  { 'x-request-id': 'x'.repeat(200) },
  { 'x-request-id': '<script>' },
  { accept: 'application/xml' },
  { 'accept-language': 'xx-'.repeat(100) },
  { 'content-encoding': 'gzip' },
  { 'x-forwarded-for': "1.1.1.1, ' or 1=1" },
  { 'x-http-method-override': 'DELETE' },
  { cookie: 'a=b; __proto__=1' },
  { range: 'bytes=0-1' },
);

export const queriesOfNoSchema: fc.Arbitrary<string> = fc.constantFrom(
  'unknown=1',
  'limit=1&limit=2',
  'limit[]=1',
  'limit[a]=1',
  'limit',
  '=',
  '&&',
  '__proto__=1',
  'constructor=1',
  '%00=1',
  'limit=%ff',
  'cursor=%',
  'cursor=%ED%A0%80',
  `cursor=${'A'.repeat(5_000)}`,
);

/** As they stand in the URL. */
export const segmentsOfNoSchema: fc.Arbitrary<string> = fc.constantFrom(
  '%00',
  '%ff',
  '%',
  '%2',
  '%ED%A0%80',
  'a%2Fb',
  '%20',
  '%2e%2e%2f',
  'x'.repeat(99),
  'x'.repeat(101),
  'x'.repeat(5_000),
  "'%20or%201=1",
);
