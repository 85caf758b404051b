import { describe, expect, test } from 'vitest';
import { garageWith, refusalsOf } from './garage-workflow.fixture.ts';

const LIMIT = 262_144;
/** Generous: nearly all need a tenth of one, the slowest about one; before there were limits, it was 26 s to 220 s. */
const MAX_CPU_SECONDS = 3;

function fill(start: string, piece: (index: number) => string, end = ''): string {
  const parts = [start];
  let size = start.length + end.length;
  for (let index = 0; ; index += 1) {
    const next = piece(index);
    size += next.length;
    if (size > LIMIT) return parts.join('') + end;
    parts.push(next);
  }
}

const costly: [what: string, text: string][] = [
  ['aliases of one anchor', fill('key: a\nx: &a 1\ny: [', () => '*a,', ']')],
  ['aliases of no anchor', fill('key: a\ny: [', () => '*a,', ']')],
  ['merges', fill('key: a\nx: &x {a: 1}\n', () => '<<: *x\n')],
  ['unknown tags', fill('key: a\ny:\n', () => '- !!t a\n')],
  ['tags in a flow list', fill('key: a\ny: [', () => '!!t a,', ']')],
  ['one key over and over', fill('', () => 'key: a\n')],
  ['unknown keys', fill('', (index) => `k${index}: 1\n`)],
  ['unknown keys in a flow map', fill('{', (index) => `k${index}: 1,`, '}')],
  ['one key over and over in a flow map', fill('{', () => 'k: 1,', '}')],
  ['unknown keys, just within the limit', Array.from({ length: 7400 }, (_, index) => `key_${index}: 1`).join('\n')],
  ['one key, just within the limit', 'key: 1\n'.repeat(7400)],
  ['tags, just within the limit', `y:\n${'- !!t a\n'.repeat(6000)}`],
  ['explicit keys', fill('', (index) => `? k${index}\n`)],
  ['anchors', fill('', (index) => `k${index}: &a${index} 1\n`)],
  ['documents', fill('', () => '---\n')],
  ['ends of documents', fill('a: 1\n', () => '...\n')],
  ['directives', fill('', () => '%YAML 1.2\n')],
  ['comments', fill('key: a\n', () => '#\n')],
  ['comments in a list', fill('a:\n- 1\n', () => '  #\n', '- 2\n')],
  ['blank lines', fill('key: a\n', () => '\n', 'b: 1')],
  ['spaces in lines', fill('key: a\n', () => ' \n', 'b: 1')],
  ['commas', fill('a: [', () => ',', ']')],
  ['colons', fill('a: ', () => ': ')],
  ['quotes', fill('', () => '"a" ')],
  ['a text of many lines', fill('a: ', () => 'x\n  ')],
  ['a quoted text of many lines', fill('a: "', () => 'x\n\n  ', '"')],
  ['a block of many lines', fill('a: |\n', () => '  x\n')],
  ['escapes', fill('a: "', () => '\\x41', '"')],
  ['bad escapes', fill('a: "', () => '\\q', '"')],
  ['fields without anything', fill('key: a\nfields:\n', () => '- {}\n')],
  ['fields that are wrong', `key: a\nfields:\n${'- {key: A, type: b, q: 1}\n'.repeat(1200)}`],
  [
    'names that nearly are those of others',
    `key: a\nfields:\n${Array.from({ length: 1500 }, (_, index) => `- {key: ${'a'.repeat(50)}${index}}`).join('\n')}
statuses:\n- {key: s, label: S, category: active, gate: {requires: [${Array.from({ length: 90 }, (_, index) => `${'b'.repeat(18)}${'a'.repeat(35)}${index}`)}]}}`,
  ],
  [
    'what multiplies to many wrong values',
    `a: &a [${'{},'.repeat(200)}]\nfields: &f [${Array(150).fill('{key: A, options: *a}')}]`,
  ],
  ['null bytes', '\0'.repeat(LIMIT)],
];

describe('a file of at most 256 KB is refused within three seconds of processor time', () => {
  refusalsOf(garageWith('label: Job', 'lable: Job'));

  test.each(costly)('%s', (_what, text) => {
    expect(text.length).toBeLessThanOrEqual(LIMIT);
    const before = process.cpuUsage();
    const refusals = refusalsOf(text);
    const { user, system } = process.cpuUsage(before);
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.length).toBeLessThanOrEqual(100);
    expect((user + system) / 1e6).toBeLessThan(MAX_CPU_SECONDS);
  });
});

test('too many values, and too many aliases, are one error with its line', () => {
  expect(refusalsOf(fill('', (index) => `k${index}: 1\n`))).toEqual([
    expect.stringMatching(/^\d{4}:\d+: the file has over 30000 keys, values and marks; make it shorter$/),
  ]);
  expect(refusalsOf(`x: &a 1\ny: [${Array(201).fill('*a')}]`)).toEqual([
    '2:605: the file has over 200 aliases; write the values out',
  ]);
});

test('an error is told even after a hundred warnings', () => {
  const items = Array.from({ length: 110 }, (_, index) => `      - { code: c${index}, label: C, fieldType: TEXT }`);
  const text = garageWith('dateField: day', 'dateField: dya').replace(
    'answers:',
    `checklist:\n  - name: Papers\n    items:\n${items.join('\n')}\nanswers:`,
  );
  expect(refusalsOf(text)).toEqual(expect.arrayContaining([expect.stringContaining('no field `dya`')]));
});

const unstorable: [what: string, from: string, to: string, refusal: RegExp][] = [
  ['an escaped null byte', 'label: Job', 'label: "a\\0b"', /^9:12 fields\[0\]\.label: holds a null byte or half/],
  ['half a character', 'label: Job', 'label: "a\\uD800b"', /^9:12 fields\[0\]\.label: holds a null byte or half/],
  ['a null byte in a key', 'label: Job', '"la\\0bel": Job', /^9:5 fields\[0\]: the key holds a null byte or half/],
  ['half a character in a key', 'label: Job', '"\\uDC00": Job', /^9:5 fields\[0\]: the key holds a null byte or half/],
  ['a null byte in a comment', 'label: Job', 'label: Job # \0', /^9:18: holds a null byte or half/],
  ['half a character as it is', 'label: Job', 'label: Job \uD800', /^9:16: holds a null byte or half/],
];

test.each(unstorable)('what the database cannot store is refused: %s', (_what, from, to, refusal) => {
  expect(refusalsOf(garageWith(from, to))).toEqual(expect.arrayContaining([expect.stringMatching(refusal)]));
});

test('both halves of a character, escaped, are a character', () => {
  expect(refusalsOf(garageWith('label: Job', 'lable: "\\uD83D\\uDE97"'))).toHaveLength(1);
});
