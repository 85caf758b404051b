import { expect, it } from 'vitest';
import type { WorkflowField } from '../workflow/definition.ts';
import { formatValue } from './format.ts';
import { context, field } from './test-fields.ts';
import type { VariableValue } from './types.ts';

const rooms = { options: [{ value: 'a', label: 'Room A' }, { value: 'b' }] };

it.each<[string, WorkflowField['type'], VariableValue, string]>([
  ['US', 'boolean', true, 'Yes'],
  ['US', 'boolean', false, 'No'],
  ['US', 'integer', 1500, '1,500'],
  ['DE', 'number', 1500.5, '1.500,5'],
  ['US', 'date', '2026-05-14', 'Thursday, May 14'],
  ['GB', 'date', '2026-05-14', 'Thursday 14 May'],
  ['US', 'date', '2026-05-12', 'tomorrow'],
  ['US', 'date', '2027-05-14', 'Friday, May 14, 2027'],
  ['US', 'time', '14:30', '2:30 pm'],
  ['US', 'time', '14:00', '2 pm'],
  ['DE', 'time', '14:00', '14:00'],
  ['GB', 'time', '09:05', '9:05 am'],
  ['US', 'time', '12:00', 'noon'],
  ['US', 'time', '25:00', '25:00'],
  ['US', 'date', '2026-02-30', '2026-02-30'],
  ['US', 'phone', '+12025550143', '(202) 555-0143'],
  ['CA', 'phone', '+12025550143', '(202) 555-0143'],
  ['GB', 'phone', '+442079460958', '020 7946 0958'],
  ['US', 'phone', '+442079460958', '+44 20 7946 0958'],
  ['US', 'phone', 'none', 'none'],
  ['US', 'datetime', '2026-05-14T18:30:00.000Z', 'Thursday, May 14 at 2:30 pm'],
  ['US', 'text', 'hello', 'hello'],
])('in %s a %s reads back', (country, type, value, wanted) => {
  expect(formatValue(field({ key: 'f', type }), value, { ...context, country })).toBe(wanted);
});

it.each([
  ['US', { amount: 1500, currency: 'USD' }, '$1,500'],
  ['US', { amount: 1500.5, currency: 'USD' }, '$1,500.50'],
  ['GB', { amount: 300, currency: 'GBP' }, '£300'],
  ['US', { amount: 300, currency: 'gold' }, '300 gold'],
])('in %s %j reads back as %s', (country, value, wanted) => {
  expect(formatValue(field({ key: 'f', type: 'currency' }), value, { ...context, country })).toBe(wanted);
});

it('reads options back by their labels', () => {
  expect(formatValue(field({ key: 'f', type: 'select', ...rooms }), 'a', context)).toBe('Room A');
  expect(formatValue(field({ key: 'f', type: 'multiselect', ...rooms }), ['a', 'b'], context)).toBe('Room A and b');
  expect(formatValue(field({ key: 'f', type: 'select', ...rooms }), 'gone', context)).toBe('gone');
});
