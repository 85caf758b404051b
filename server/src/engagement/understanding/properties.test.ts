import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimOrder, extractors } from './extractors/index.ts';
import { english } from './languages/en/index.ts';
import { matchAnswer } from './match-answer.ts';
import { context, field } from './test-fields.ts';
import type { Expectation } from './types.ts';
import { understand } from './understand.ts';

const options = [{ value: 'small' }, { value: 'large', synonyms: ['big one'] }, { value: '3' }];
const fields = claimOrder.map((type) =>
  field({ key: type, label: `The ${type}`, type, hints: ['room'], ...(type.endsWith('select') && { options }) }),
);
const expectation: Expectation = {
  fields: fields.map((one) => one.key),
  proposed: [{ key: 'name', value: 'Ana', valueText: 'Ana', confidence: 0.5, origin: 'said' }],
  slots: [{ startAt: '2026-05-13T14:00:00.000Z' }, { startAt: 'no time', resourceName: '(.*' }],
};

const words = fc.constantFrom(
  'yes',
  'no',
  'not',
  'I',
  "I'm",
  'one',
  'two',
  'hundred',
  'and',
  'a',
  'half',
  'million',
  '3',
  '1,500',
  '$',
  '€',
  '@',
  '.',
  ',',
  '?',
  '!',
  '-',
  '+1',
  'in',
  'at',
  'the',
  'second',
  'St',
  'Oak',
  'Ana',
  'name',
  'is',
  'room',
  'big',
  'tomorrow',
  'Friday',
  '5pm',
  '14:30',
  'can',
  'you',
  'do',
  'İ',
  'ﬁ',
  '👍',
  '\n',
  '\u0000',
  '漢',
  'e\u0301',
);
const speech = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(words, { maxLength: 20 }).map((parts) => parts.join(' ')),
);
const place = fc.record({
  country: fc.constantFrom('US', 'DE', 'IN', 'XX', ''),
  language: fc.constantFrom('en', 'en-GB', 'tlh', ''),
});

/** Processor time, which does not grow when the machine is busy with something else. */
function processorMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) / 1000;
}

describe('on any text', () => {
  it.each(claimOrder)('%s spans lie inside the text, say its words and do not overlap', (type) => {
    const of = fields.find((one) => one.type === type);
    if (!of) throw new Error(`no field of type ${type}`);
    fc.assert(
      fc.property(speech, place, fc.boolean(), (text, where, asked) => {
        const spans = extractors[type](text, { ...context, ...where }, { field: of, asked });
        let end = 0;
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.text).toBe(text.slice(span.start, span.end));
          expect(span.confidence).toBeGreaterThan(0);
          expect(span.confidence).toBeLessThanOrEqual(1);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 300 },
    );
  });

  it('understand answers, the same twice, and gives each field at most one value', () => {
    fc.assert(
      fc.property(speech, place, (text, where) => {
        const input = { text, context: { ...context, ...where }, fields, known: new Map(), expectation };
        const heard = understand(input);
        expect(understand(input)).toEqual(heard);
        const keys = heard.observations.map((one) => one.key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(new Set(heard.acts).size).toBe(heard.acts.length);
        expect(matchAnswer(text, [{ key: 'k', questions: [text.trim() || 'x'], answer: 'a' }])?.key ?? 'k').toBe('k');
      }),
      { numRuns: 500 },
    );
  });
});

describe('speed', () => {
  const long = 4096;
  const fill = (part: string): string => part.repeat(Math.ceil(long / part.length)).slice(0, long);
  const hostile = [
    'a',
    ' ',
    'A ',
    '1',
    '1 ',
    '1,',
    '1.',
    '-',
    '(',
    '((1',
    '@',
    'a@',
    'a.',
    'a@a.',
    'www.',
    'http://',
    '?',
    '? ',
    '.',
    ', ',
    'no ',
    'not ',
    'yes, ',
    "don't ",
    'one hundred and ',
    'in ',
    'in San ',
    'the second ',
    'my name is ',
    "I'm ",
    'can you ',
    'do you have ',
    'what about ',
    '12 Oak ',
    'Oak Street ',
    '$1 to ',
    'five ',
    'double ',
    'and ',
    'between 1 and ',
    'Ana ',
    'a dot b at ',
    'room ',
    'é',
    'İ',
    '👍',
    '\n',
    "'",
    '"',
    'tomorrow at ',
    'big ',
    'stop ',
  ].map(fill);

  /** The least of five, in milliseconds; what is kept of a message for its own readers is forgotten before each. */
  function costOf(text: string): number {
    const input = { text, context, fields, known: new Map(), expectation };
    const costs = Array.from({ length: 6 }, () => {
      for (const other of ['ok', 'so', 'hm', 'no', 'yes']) understand({ ...input, text: other });
      return processorMs(() => understand(input));
    });
    return Math.min(...costs);
  }

  // A server compiles the code once; what that takes of the processor, in threads of its own, is no cost of a message.
  beforeAll(() => {
    for (const text of hostile) costOf(text);
  }, 60_000);

  it.each(hostile.map((text) => [text.slice(0, 16), text]))('4,096 characters of %j stay under 20 ms', (_, text) => {
    expect(costOf(text)).toBeLessThan(20);
  });

  // Eight times the text may cost eight times the time, and three times that; what looks at all pairs would cost 64 times.
  it.each(hostile.map((text) => [text.slice(0, 16), text]))(
    '4,096 characters of %j cost what their length says',
    (_, text) => {
      expect(costOf(text) / costOf(text.slice(0, long / 8))).toBeLessThan(24);
    },
  );

  it('an ordinary message stays under 2 ms with a field of each type', () => {
    const input = {
      text: "Hi, I'm Ana and I need a big room in Concord tomorrow at 5, around $500. Do you have parking?",
      context,
      fields,
      known: new Map(),
      expectation,
    };
    const batches = Array.from({ length: 8 }, () => {
      const spent = processorMs(() => {
        for (let round = 0; round < 50; round++) understand({ ...input, text: `${input.text} ${round}` });
      });
      return spent / 50;
    });
    expect(Math.min(...batches)).toBeLessThan(2);
  });
});

describe('the word tables', () => {
  /** A table may hold tables. */
  const listed = (table: object): string[] =>
    Object.values(table).flatMap((one) => (typeof one === 'string' ? [one] : listed(one)));
  const tables = listed(english.acts);
  const phrases = [
    ...tables,
    ...Object.values(english.moods).flat(),
    ...english.yesNo.bareYes,
    ...english.yesNo.bareNo,
  ];

  it.each(phrases)('%j is written in the notation', (phrase) => {
    let depth = 0;
    for (const letter of phrase) {
      if (letter === '(') depth++;
      if (letter === ')') depth--;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
    expect(phrase).not.toMatch(/[^\s(|.]\(|\)[^\s)|?]|\?[^\s)|]|^\s|\s$|\|\||\(\||\|\)/);
  });
});
