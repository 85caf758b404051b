import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FoyerError } from '../../kernel/errors.ts';
import { garageWith, garageWorkflow, refusalsOf } from './garage-workflow.fixture.ts';
import { parseWorkflowFile } from './parse-workflow-file.ts';

test('a sound file is read, with defaults filled in and no warning', () => {
  const now = new Date('2029-01-01T00:00:00Z');
  const { definition, warnings } = parseWorkflowFile(garageWorkflow, { fileName: 'garage.yaml', now });
  expect(warnings).toEqual([]);
  expect(definition.booking?.noticeMinutes).toBe(60);
  expect(definition.fields.map(({ key, required }) => [key, required])).toEqual([
    ['job', true],
    ['mileage', false],
    ['plate', true],
    ['day', true],
  ]);
});

test('a byte order mark, Windows line ends and comments change nothing', () => {
  const text = `\uFEFF# A garage\n${garageWorkflow}`.replaceAll('\n', '\r\n');
  const { definition } = parseWorkflowFile(text, { fileName: 'garage.yaml' });
  expect(definition).toEqual(parseWorkflowFile(garageWorkflow, { fileName: 'garage.yaml' }).definition);
  expect(refusalsOf(text.replace('label: Job', 'lable: Job'))).toEqual([
    '10:5 fields[0].lable: unknown key `lable`; did you mean `label`?',
  ]);
});

test('days closed can be ranges, and are read as single days in order, each once', () => {
  const text = garageWith('- 2030-12-25', '- 2030-12-31\n    - { from: 2030-12-30, to: 2031-01-01 }');
  const { definition } = parseWorkflowFile(text, { fileName: 'garage.yaml' });
  expect(definition.booking?.closures).toEqual(['2030-12-30', '2030-12-31', '2031-01-01']);
});

test('hours can be written once and repeated by an alias', () => {
  const text = garageWith('    monday:\n', '    tuesday: *hours\n    monday: &hours\n').replace(
    '    tuesday: *hours\n',
    '',
  );
  const { definition } = parseWorkflowFile(text.replace('  closures:', '    tuesday: *hours\n  closures:'), {
    fileName: 'garage.yaml',
  });
  expect(definition.booking?.hours.tuesday).toEqual(definition.booking?.hours.monday);
});

test('everything wrong is told at once, in the order of the file', () => {
  const text = garageWith('label: Job', 'lable: Job')
    .replace('type: integer', 'type: whole')
    .replace('to: lost }', 'to: nowhere }')
    .replace('key: price', 'key: Price')
    .replace('America/Chicago', 'Chicago');
  expect(refusalsOf(text)).toEqual([
    '9:5 fields[0].lable: unknown key `lable`; did you mean `label`?',
    '18:11 fields[1].type: `whole` is not one of text, name, place, number, integer, currency, boolean, date, time, datetime, email, phone, select, multiselect, url',
    '37:42 statuses[0].timeout.to: no status `nowhere`',
    '59:13 booking.timeZone: `Chicago` is not a time zone; write its IANA name; did you mean `America/Chicago`?',
    '71:10 answers[0].key: use lower-case letters, digits and _, starting with a letter, at most 60',
  ]);
});

const doubtful: [what: string, from: string, to: string, ...warnings: string[]][] = [
  [
    'a day closed that is past',
    '- 2030-12-25',
    '- 2028-12-25',
    '64:3 booking.closures: 2028-12-25 is past; add those to come',
  ],
  [
    'days closed that are past',
    '- 2030-12-25',
    '- { from: 2028-12-24, to: 2028-12-26 }',
    '64:3 booking.closures: 3 days are past, the last 2028-12-26; add those to come',
  ],
  [
    'a resource closed in the past',
    'name: Lift',
    'name: Lift\n      closures: [2028-12-25]',
    '69:7 booking.resources[0].closures: 2028-12-25 is past; add those to come',
  ],
  [
    'a condition on a later field',
    '{ field: job, operator: "=", value: Brakes }',
    '{ field: plate, operator: known }',
    '21:5 fields[1].when: depends on `plate`, which is asked later; move `plate` up',
  ],
  [
    'one property of the lead from two fields',
    'ask: What is the license plate?',
    'ask: Plate?\n    leadProperty: goal\n  - key: aim\n    label: Aim\n    type: text\n    ask: Why?\n    leadProperty: goal',
    '31:19 fields[3].leadProperty: goal is also filled by `plate`; whichever is learned last stays',
  ],
  [
    'nowhere to put who does not fit',
    'label: Lost\n    category: lost',
    'label: Lost\n    category: deferred',
    '32:1 statuses: no status has the category lost, so a disqualified lead keeps its status; add one',
  ],
  [
    'no status for the booked',
    'flags: [booking_target]',
    'flags: []',
    '32:1 statuses: no status has the flag booking_target, so a booking moves no lead; add it to one',
  ],
  [
    'a handover that never happens',
    'answers:',
    'handover:\n  say: Wait.\nanswers:',
    '70:1 handover: has neither `when` nor `words`, so it never happens; add one',
  ],
  [
    'a resource that no option names',
    'dateField: day',
    'dateField: day\n  resourceField: job',
    '68:13 booking.resources[0].name: no option of `job` names `Lift`, so nobody can ask for it; add one',
  ],
  [
    'an item that no field completes',
    'answers:',
    'checklist:\n  - name: Papers\n    items:\n      - { code: vin, label: VIN, fieldType: TEXT }\nanswers:',
    '73:9 checklist[0].items[0]: no field completes `vin`, so a person must; add `field: ...`',
  ],
];

test.each(doubtful)('a warning: %s', (_what, from, to, ...wanted) => {
  const now = new Date('2029-01-01T00:00:00Z');
  const { warnings } = parseWorkflowFile(garageWith(from, to), { fileName: 'garage.yaml', now });
  expect(warnings.map(({ message }) => message)).toEqual(wanted.map((warning) => `garage.yaml:${warning}`));
});

describe('hostile files are refused, and soon', () => {
  const bomb = Array.from({ length: 12 }, (_, n) => `a${n}: &a${n} [${Array(9).fill(n === 0 ? 'x' : `*a${n - 1}`)}]`);
  const hostile: [what: string, text: string, refusal: RegExp][] = [
    ['nothing', '', /^1:1: the file is empty; begin with `key: my-workflow`$/],
    ['a comment alone', '# hello\n', /^1:1: the file is empty/],
    ['a text alone', 'hello', /^1:1: write keys with values, not `hello`$/],
    ['a list', '- a\n- b\n', /^1:1: write keys with values, not a list$/],
    ['more than 256 kB', `a: ${'x'.repeat(262_200)}`, /^1:1: the file has 262203 bytes; shorten it to at most 262144$/],
    ['brackets without end', '['.repeat(20_000), /^1:34: nests more than 32 deep/],
    ['braces without end', 'a: '.concat('{a: '.repeat(7_000)), /nests more than 32 deep/],
    ['dashes without end', '- '.repeat(20_000), /nests more than 32 deep/],
    ['aliases that multiply', bomb.join('\n'), /the file has over 50000 values; use fewer aliases/],
    ['bytes that are no text', '\u0000\u0001\u0002', /^1:1/],
  ];

  test.each(hostile)('%s', (_what, text, refusal) => {
    expect(refusalsOf(text).some((one) => refusal.test(one))).toBe(true);
  });

  test('no more than 100 problems are listed', () => {
    const text = Array.from({ length: 500 }, (_, index) => `nonsense_${index}: 1`).join('\n');
    expect(refusalsOf(text)).toHaveLength(100);
  });
});

test('whatever is cut, doubled or put in, a file is read or refused as invalid input', () => {
  const scrap = fc.oneof(
    fc.constantFrom(':', '- ', '"', '{', ']', '&a ', '*a', '!x ', '\n', '  ', '\t', '|', '__proto__: '),
    fc.string(),
  );
  const at = fc.nat(garageWorkflow.length);
  fc.assert(
    fc.property(at, fc.nat(40), scrap, (start, length, put) => {
      const text = garageWorkflow.slice(0, start) + put + garageWorkflow.slice(start + length);
      for (const refusal of refusalsOf(text)) expect(refusal).toMatch(/^\d+:\d+[ :]/);
    }),
    { numRuns: 300 },
  );
});

test('a refusal is invalid_input and says how many problems there are', () => {
  const parse = () => parseWorkflowFile(garageWith('label: Job', 'lable: Job'), { fileName: 'garage.yaml' });
  expect(parse).toThrow(FoyerError);
  expect(parse).toThrow('The workflow file garage.yaml has 1 error.');
});
