import { expect, it } from 'vitest';
import { context } from './test-fields.ts';
import type { Expectation } from './types.ts';
import { understand } from './understand.ts';

/** Wednesday 10:00 with Ana, Thursday 11:30 with Bob, Friday 16:00 with Ana, in New York. */
const slots = [
  { startAt: '2026-05-13T14:00:00.000Z', resourceName: 'Ana Ruiz' },
  { startAt: '2026-05-14T15:30:00.000Z', resourceName: 'Bob' },
  { startAt: '2026-05-15T20:00:00.000Z', resourceName: 'Ana Ruiz' },
];

function chosen(text: string, expectation: Partial<Expectation> = {}): number | undefined {
  const full = { fields: [], proposed: [], slots, ...expectation };
  return understand({ text, context, fields: [], known: new Map(), expectation: full }).chosenSlot;
}

it.each([
  ['the first', 0],
  ['first one please', 0],
  ['the second one', 1],
  ['2nd option', 1],
  ['option 3', 2],
  ['number 2 works', 1],
  ['the last', 2],
  ['the latest one', 2],
  ['10 works', 0],
  ["the ten o'clock", 0],
  ['4pm please', 2],
  ['half past eleven', 1],
  ['4', 2],
  ["Thursday's good", 1],
  ['Wed', 0],
  ['Friday at 4', 2],
  ['with Bob', 1],
  ['Ana on Friday', 2],
  ['any of them is fine', 0],
  ['you choose', 0],
  ['no, the second one', 1],
  ['Friday please, how much is it?', 2],
  ['1', 0],
  ['2.', 1],
  ['#3', 2],
  ['1️⃣', 0],
  ['2 👍', 1],
  ['the earliest', 0],
  ['no. 2', 1],
  ['the 2nd', 1],
  ['2nd please', 1],
  ["I'll take 3", 2],
  ['two please', 1],
  ['ok 2 works for me', 1],
  ['let’s go with number 1 then', 0],
  ['Second', 1],
  ['the second one sounds lovely', 1],
  ['the 14th', 1],
])('%j chooses %i', (text, index) => {
  expect(chosen(text)).toBe(index);
});

it.each([
  'yes',
  'Ana',
  'none of those work',
  'anything later?',
  'is there anything earlier?',
  '1?',
  'the second of June',
  'Monday',
  '5 pm',
  "10 doesn't work",
  "I can't do Thursday",
  'first, how much is it?',
  'is it my last visit?',
  'what is the second one?',
  'I am not sure',
  '7',
  'two of us are coming',
  '1:30',
  '',
])('%j chooses none of three', (text) => {
  expect(chosen(text)).toBeUndefined();
});

it('takes the only slot offered on a bare yes', () => {
  expect(chosen('yes please', { slots: slots.slice(0, 1), confirming: 'slot' })).toBe(0);
  expect(chosen('no thanks', { slots: slots.slice(0, 1), confirming: 'slot' })).toBeUndefined();
  expect(chosen('ok', { slots: [] })).toBeUndefined();
});
