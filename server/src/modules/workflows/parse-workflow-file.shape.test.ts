import { expect, test } from 'vitest';
import { garageWith, refusalsOf } from './garage-workflow.fixture.ts';

/** What is done to a sound file, and what it is then refused with. */
const broken: [what: string, from: string, to: string, ...refusals: string[]][] = [
  ['a tab', '  name: Kim', '	name: Kim', '5:1: indent with spaces, not tabs'],
  [
    'a colon in a text',
    'ask: Which day?',
    'ask: Which day: today?',
    '31:10 fields[3].ask: put the text in quotes: it holds `: `; or indent what follows on a line of its own',
  ],
  [
    'an open quote',
    'answer: It depends.',
    'answer: "It depends.',
    '73:13 answers[0].answer: the quote that opens here is never closed; add one at the end of the text',
  ],
  ['an open list', '[What does it cost?]', '[What does it cost?', '73:5 answers[0]: the list is not closed; add `]`'],
  [
    'a backslash in double quotes',
    "pattern: '[A-Z0-9 ]{2,8}'",
    'pattern: "\\d{2}"',
    '27:17 fields[2].validation.pattern: double the backslash, or use single quotes: in double quotes it escapes',
  ],
  [
    'a character that YAML reserves',
    'label: Job',
    'label: @job',
    '9:12 fields[0].label: put the text in quotes: it begins with a character that YAML reserves',
  ],
  [
    'a line out of step',
    '    label: Job',
    '   label: Job',
    '9:1 fields: is not in line with what is above; check the indentation',
  ],
  [
    'a tag',
    'name: Kim',
    'name: !secret Kim',
    '5:9 agent.name: tags such as `!name` are not supported; write the value itself',
  ],
  [
    'an alias of nothing',
    'label: Job',
    'label: *job',
    '9:12 fields[0].label: no anchor `&job` stands above; write it there, or the value here',
  ],
  [
    'a second document',
    'answer: It depends.',
    'answer: It depends.\n---\nkey: other',
    '74:1: write one workflow a file; a second begins after `---` or `...`',
  ],
  ['a list as a key', '  name: Kim', '  ? [name]\n  : Kim', '5:5 agent: a key must be a text; write `key: value`'],
  [
    'an alias inside its anchor',
    '[What does it cost?]',
    '&q [What does it cost?, *q]',
    '72:40 answers[0].questions[1]: `*q` stands inside its own anchor; move it out',
  ],
  ['a key that is missing', '    label: Job\n', '', '8:5 fields[0].label: is missing; add `label: ...`'],
  ['a key that is empty', 'label: Job', 'label:', '9:5 fields[0].label: is empty; write a value, or take the key out'],
  [
    'a slip in a key',
    'ask: What is it about?',
    'aks: What is it about?',
    '11:5 fields[0].aks: unknown key `aks`; did you mean `ask`?',
  ],
  [
    'another word for a key',
    'ask: Which day?',
    'question: Which day?',
    '31:5 fields[3].question: unknown key `question`; did you mean `ask`?',
  ],
  [
    'a key that is unlike any',
    'name: Kim',
    'name: Kim\n  zodiac: Leo',
    '6:3 agent.zodiac: unknown key `zodiac`; known here: name, role, tone, greeting, language',
  ],
  [
    'a key at the top that is unlike any',
    'goal: appointment',
    'goal: appointment\nwebhook: x',
    '4:1 webhook: unknown key `webhook`; known here: key, name, description, goal, agent, fields, statuses, disqualify, scoring, handover, checklist, booking, cadence, answers, knowledge, assignment, brain, closing',
  ],
  [
    'a key twice',
    'label: Job',
    'label: Job\n    label: Work',
    '10:5 fields[0].label: the key `label` is here twice; keep one',
  ],
  [
    'a number for a text',
    'title: Garage appointment',
    'title: 24',
    '53:10 booking.title: write it as a text, in quotes: "24"',
  ],
  [
    'a text for a number',
    'durationMinutes: 60',
    'durationMinutes: 60 minutes',
    '54:20 booking.durationMinutes: write a number without quotes or unit, not `60 minutes`',
  ],
  [
    'a number with a fraction',
    'durationMinutes: 60',
    'durationMinutes: 7.5',
    '54:20 booking.durationMinutes: write a whole number, not 7.5',
  ],
  ['a number too small', 'durationMinutes: 60', 'durationMinutes: 2', '54:20 booking.durationMinutes: write 5 or more'],
  [
    'a number too large',
    'durationMinutes: 60',
    'durationMinutes: 2000',
    '54:20 booking.durationMinutes: write 1440 or less',
  ],
  ['yes for true', 'required: false', 'required: no', '20:15 fields[1].required: write true or false, not `no`'],
  [
    'a text for a list',
    'questions: [What does it cost?]',
    'questions: What does it cost?',
    '72:16 answers[0].questions: write a list, each entry after "- ", not `What does it cost?`',
  ],
  [
    'an empty list',
    'questions: [What does it cost?]',
    'questions: []',
    '72:5 answers[0].questions: the list is empty; write at least one entry',
  ],
  [
    'a list for a text',
    'answer: It depends.',
    'answer: [It, depends]',
    '73:5 answers[0].answer: write a text, not a list',
  ],
  [
    'a text for keys',
    '  - key: lift\n      name: Lift',
    '  - lift',
    '67:7 booking.resources[0]: write keys with values, not `lift`',
  ],
  ['an empty text', 'answer: It depends.', 'answer: ""', '73:13 answers[0].answer: is empty; write a text'],
  [
    'a text too long',
    'answer: It depends.',
    `answer: ${'x'.repeat(1001)}`,
    '73:13 answers[0].answer: write at most 1000 characters',
  ],
  [
    'a word not in the list',
    'type: integer',
    'type: intger',
    '18:11 fields[1].type: `intger` is not one of text, name, place, number, integer, currency, boolean, date, time, datetime, email, phone, select, multiselect, url; did you mean `integer`?',
  ],
  [
    'a word far from the list',
    'goal: appointment',
    'goal: world peace',
    '3:7 goal: `world peace` is not one of appointment, qualification, collection',
  ],
  [
    'a key with a space',
    'key: mileage',
    'key: Mile age',
    '16:10 fields[1].key: use lower-case letters, digits and _, starting with a letter, at most 60',
    '49:20 disqualify[0].when.field: no field `mileage`',
  ],
  [
    'a time of day that is none',
    'to: "12:00"',
    'to: "12.00"',
    '62:30 booking.hours.monday[0].to: write a time as HH:MM, 24 hours, in quotes ("09:00")',
  ],
  [
    'a day that does not exist',
    '2030-12-25',
    '2030-02-30',
    '65:7 booking.closures[0]: write a day that exists as YYYY-MM-DD',
  ],
  [
    'a range of days backwards',
    '2030-12-25',
    '{ from: 2030-12-26, to: 2030-12-24 }',
    '65:7 booking.closures[0]: write the earlier day as `from`',
  ],
  [
    'a condition that is a text',
    'when: { field: job, operator: "=", value: Brakes }',
    'when: job = Brakes',
    '21:11 fields[1].when: write `field`, `operator` and `value`, or `all` or `any` with a list of such',
  ],
  [
    'a condition with a slip',
    'when: { field: job, operator: "=", value: Brakes }',
    'when: { field: job, operater: "=", value: Brakes }',
    '21:25 fields[1].when.operater: unknown key `operater`; did you mean `operator`?',
  ],
  [
    'an operator that is none',
    'when: { field: job, operator: "=", value: Brakes }',
    'when: { field: job, operator: is, value: Brakes }',
    '21:35 fields[1].when.operator: `is` is not one of =, !=, >, >=, <, <=, in, contains, known, unknown; did you mean `in`?',
  ],
  [
    'a slip deep in a condition',
    'when: { field: job, operator: "=", value: Brakes }',
    'when: { any: [{ field: job, operator: "=", value: Brakes }, { all: [{ feild: job, operator: known }] }] }',
    '21:75 fields[1].when.any[1].all[0].feild: unknown key `feild`; did you mean `field`?',
  ],
  [
    'a value that is none',
    'value: Brakes }',
    'value: { a: 1 } }',
    '21:40 fields[1].when.value: write a text, a number, true, false or a list of texts or numbers',
  ],
  [
    'a prototype for a key',
    'name: Kim',
    'name: Kim\n  __proto__: { tone: brief }',
    '6:3 agent.__proto__: unknown key `__proto__`; known here: name, role, tone, greeting, language',
  ],
];

test.each(broken)('%s', (_what, from, to, ...refusals) => {
  expect(refusalsOf(garageWith(from, to))).toEqual(refusals);
});
