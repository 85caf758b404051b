import { expect, it } from 'vitest';
import type { WorkflowField } from '../workflow/definition.ts';
import { context, field } from './test-fields.ts';
import type { VariableValue } from './types.ts';
import { validateValue } from './validate.ts';

const options = [{ value: 'a', label: 'Room A' }, { value: 'b' }];

it.each<[WorkflowField['type'], object, VariableValue]>([
  ['integer', { validation: { min: 1, max: 5 } }, 5],
  ['number', {}, 2.5],
  ['currency', { validation: { min: 100 } }, { amount: 100, currency: 'USD' }],
  ['boolean', {}, false],
  ['select', { options }, 'b'],
  ['multiselect', { options }, ['a', 'b']],
  ['multiselect', { options }, []],
  ['email', {}, 'a@b.co'],
  ['phone', {}, '+14155552671'],
  ['url', {}, 'https://example.com'],
  ['date', { validation: { notBefore: 'today' } }, '2026-05-11'],
  ['date', { validation: { notBefore: '2026-01-01', notAfter: '2026-12-31' } }, '2026-12-31'],
  ['datetime', { validation: { notBefore: 'today' } }, '2026-05-12T01:00:00.000Z'],
  ['time', {}, '23:59'],
  ['text', { validation: { minLength: 2, maxLength: 3, pattern: '\\d+' } }, '12'],
])('a %s with %j takes %j', (type, rules, value) => {
  expect(validateValue(field({ key: 'f', type, ...rules }), value, context)).toEqual({ ok: true, value });
});

it.each<[WorkflowField['type'], object, VariableValue, string]>([
  ['integer', {}, 2.5, 'I need a whole number for that, please.'],
  ['number', {}, 'two', 'I need a number for that, please.'],
  ['number', {}, Number.NaN, 'I need a number for that, please.'],
  ['integer', { validation: { min: 1, max: 5 } }, 6, 'It needs to be between 1 and 5.'],
  ['integer', { validation: { min: 1 } }, 0, 'It needs to be 1 or more.'],
  ['integer', { validation: { max: 5000 } }, 5001, 'It needs to be 5,000 or less.'],
  ['currency', { validation: { min: 1000 } }, { amount: 1, currency: 'USD' }, 'It needs to be $1,000 or more.'],
  ['currency', {}, 12, 'I need an amount of money for that, please.'],
  ['boolean', {}, 'yes', 'A yes or a no would help me here.'],
  ['select', { options }, 'c', 'Please choose one of: Room A, b.'],
  ['multiselect', { options }, ['a', 'c'], 'Please choose from: Room A, b.'],
  ['email', {}, 'a@b', 'That does not look like an e-mail address. Could you check it, please?'],
  ['phone', {}, '12', 'That does not look like a phone number. Could you send it with its area code, please?'],
  ['url', {}, 'not a site', 'That does not look like a web address. Could you check it, please?'],
  ['date', {}, '2026-02-30', 'I could not make out the day. Which date do you mean?'],
  [
    'date',
    { validation: { notBefore: 'today' } },
    '2026-05-10',
    'That day has passed. Which day would suit you from today on?',
  ],
  ['date', { validation: { notAfter: '2026-06-01' } }, '2026-06-02', 'It needs to be Monday, June 1 or earlier.'],
  ['date', { validation: { notBefore: '2026-06-01' } }, '2026-05-31', 'It needs to be Monday, June 1 or later.'],
  [
    'datetime',
    { validation: { notBefore: 'today' } },
    '2026-05-11T03:00:00.000Z',
    'That day has passed. Which day would suit you from today on?',
  ],
  ['datetime', {}, 'soon', 'I could not make out the day and time. When do you mean?'],
  ['time', {}, '24:00', 'I could not make out the time. What time do you mean?'],
  ['text', {}, '   ', 'Could you say that again, please?'],
  ['text', { validation: { minLength: 5 } }, 'abc', 'Could you give me a little more? At least 5 characters, please.'],
  ['text', { validation: { maxLength: 2 } }, 'abc', 'That is a bit long for me: at most 2 characters, please.'],
  [
    'text',
    { validation: { pattern: '\\d{2}-\\d{7}' } },
    '12-34',
    'That does not have the form I need. Could you check it, please?',
  ],
  ['text', { validation: { pattern: '\\d+', message: 'Only digits, please.' } }, 'abc', 'Only digits, please.'],
])('a %s with %j refuses %j', (type, rules, value, message) => {
  expect(validateValue(field({ key: 'f', type, ...rules }), value, context)).toEqual({ ok: false, message });
});

it('trims texts', () => {
  expect(validateValue(field({ key: 'f', type: 'text' }), ' a ', context)).toEqual({ ok: true, value: 'a' });
});
