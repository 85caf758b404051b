import { describe, expect, it } from 'vitest';
import { chooseAutomatic, chooseStatus, mayEnter, type StatusFacts, timeoutMs } from './statuses.ts';
import { type WorkflowDefinition, workflowSchema } from './workflow/definition.ts';

const definition: WorkflowDefinition = workflowSchema.parse({
  key: 'loans',
  name: 'Loans',
  goal: 'qualification',
  agent: { name: 'Kim', role: 'the assistant' },
  fields: [
    { key: 'name', label: 'Name', type: 'name', ask: 'Name?' },
    { key: 'amount', label: 'Amount', type: 'number', ask: 'Amount?' },
  ],
  statuses: [
    { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
    { key: 'talking', label: 'Talking', category: 'active', flags: ['engaged'] },
    {
      key: 'ready',
      label: 'Ready',
      category: 'active',
      flags: ['qualified'],
      gate: { requires: ['name', 'amount'], rules: { field: 'amount', operator: '>=', value: 10 }, autoEvaluate: true },
    },
    {
      key: 'big',
      label: 'Big',
      category: 'active',
      gate: {
        requires: ['amount'],
        rules: {
          any: [
            { field: 'amount', operator: '>', value: 1000 },
            { field: 'name', operator: '=', value: 'King' },
          ],
        },
        autoEvaluate: true,
      },
    },
    { key: 'booked', label: 'Booked', category: 'won', flags: ['booking_target'], gate: { requires: ['name'] } },
    { key: 'signed', label: 'Signed', category: 'won', flags: ['terminal'] },
    { key: 'paid', label: 'Paid', category: 'won', flags: ['terminal'], gate: { requires: ['amount'] } },
    { key: 'desk', label: 'With the team', category: 'paused', flags: ['pauses_agent'] },
    { key: 'later', label: 'Later', category: 'deferred' },
    { key: 'lost', label: 'Lost', category: 'lost', flags: ['terminal'], gate: { requires: ['name'] } },
  ],
});

function facts(statusKey: string, known: object = {}, hasAppointment = false): StatusFacts {
  return { statusKey, hasAppointment, values: new Map(Object.entries(known)) };
}
const reasonOf = (given: StatusFacts, key: string) => {
  const entry = mayEnter(definition, given, key);
  return entry.ok ? undefined : entry.refusal.reason;
};

describe('entering a status', () => {
  it.each([
    ['booked_or_won', 'a booked lead is put off', facts('booked'), 'later'],
    ['booked_or_won', 'a won lead is put off', facts('signed'), 'later'],
    ['booked_or_won', 'one with an appointment to come is put off', facts('ready', {}, true), 'later'],
    [undefined, 'any other is put off', facts('ready'), 'later'],
    ['no_appointment', 'a booking target without an appointment', facts('ready', { name: 'Ana' }), 'booked'],
    ['no_appointment', 'the appointment is looked at before the fields', facts('ready'), 'booked'],
    ['missing_fields', 'a booking target whose fields are not known', facts('ready', {}, true), 'booked'],
    [undefined, 'a booking target with all it asks for', facts('ready', { name: 'Ana' }, true), 'booked'],
    [undefined, 'a lost one, whatever its gate', facts('new'), 'lost'],
    [undefined, 'a booked lead is lost', facts('booked', {}, true), 'lost'],
    [undefined, 'a won one without a gate', facts('new'), 'signed'],
    ['missing_fields', 'a won one with a gate', facts('new'), 'paid'],
    ['missing_fields', 'the fields are looked at before the rules', facts('new', { amount: 1 }), 'ready'],
    ['rules_not_met', 'the rules do not hold', facts('new', { name: 'Ana', amount: 1 }), 'ready'],
    [undefined, 'fields and rules hold', facts('new', { name: 'Ana', amount: 10 }), 'ready'],
    ['rules_not_met', 'no group of rules holds', facts('new', { name: 'Ana', amount: 1 }), 'big'],
    [undefined, 'one of the groups holds', facts('new', { name: 'King', amount: 1 }), 'big'],
    ['unknown_status', 'there is no such status', facts('new'), 'gone'],
  ])('%s: %s', (reason, _why, given, key) => {
    expect(reasonOf(given, key)).toBe(reason);
  });

  it('names the fields that are missing, and no others', () => {
    const entry = mayEnter(definition, facts('new', { name: 'Ana' }), 'ready');
    expect(entry).toMatchObject({
      ok: false,
      refusal: { missingFields: ['amount'], message: expect.stringContaining('amount') },
    });
    expect(mayEnter(definition, facts('new'), 'ready')).toMatchObject({
      refusal: { missingFields: ['name', 'amount'] },
    });
  });
});

describe('a status that enters by itself', () => {
  const auto = (given: StatusFacts) => chooseAutomatic(definition, given)?.key;

  it('is the furthest ahead whose gate holds', () => {
    expect(auto(facts('new'))).toBeUndefined();
    expect(auto(facts('new', { name: 'Ana', amount: 10 }))).toBe('ready');
    expect(auto(facts('new', { name: 'Ana', amount: 5000 }))).toBe('big');
    expect(auto(facts('big', { name: 'Ana', amount: 10 }))).toBeUndefined();
  });

  it.each(['desk', 'later', 'lost', 'booked'])('never takes a lead out of %s', (key) => {
    expect(auto(facts(key, { name: 'Ana', amount: 5000 }))).toBeUndefined();
  });
});

it('takes up a lead that was put off where it belongs once it talks again', () => {
  expect(chooseStatus(definition, facts('later'), 'engaged')?.key).toBe('talking');
  expect(chooseStatus(definition, facts('ready', { name: 'Ana' }), 'engaged')).toBeUndefined();
  expect(chooseStatus(definition, facts('desk'), 'engaged')).toBeUndefined();
});

it('counts a time-out in its unit, and none beyond ten years', () => {
  const stay = (after: number, unit: 'minutes' | 'hours' | 'days') =>
    timeoutMs({ key: 'a', label: 'A', category: 'active', flags: [], timeout: { after, unit, to: 'b' } });
  expect([stay(1, 'minutes'), stay(2, 'hours'), stay(0.5, 'days')]).toEqual([60_000, 7_200_000, 43_200_000]);
  expect(stay(1e12, 'days')).toBe(315_360_000_000);
  expect(timeoutMs({ key: 'a', label: 'A', category: 'active', flags: [] })).toBeUndefined();
});
