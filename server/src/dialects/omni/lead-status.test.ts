import { expect, it } from 'vitest';
import { groupOf } from './checklist.fixture.ts';
import { leadStatus } from './lead-status.ts';

type Lead = Parameters<typeof leadStatus>[0];
const calm: Lead = { optedOut: false, stage: 'engaged', lostReason: null, needsHuman: false };
const open = [groupOf({ status: 'todo' })];
const done = [groupOf({ status: 'completed' }), groupOf({ status: 'skipped' })];
const optional = [groupOf({ status: 'todo', isRequired: false })];

it.each<[string, Partial<Lead>, Parameters<typeof leadStatus>[1], string]>([
  ['an opt-out before all', { optedOut: true, stage: 'converted', needsHuman: true }, done, 'OPTED_OUT'],
  ['converted', { stage: 'converted' }, open, 'COMPLETED'],
  ['lost', { stage: 'lost', lostReason: 'too expensive', needsHuman: true }, open, 'COMPLETED'],
  ['lost, as not interested', { stage: 'lost', lostReason: 'not_interested' }, open, 'NOT_INTERESTED'],
  ['booked, with nothing to collect', { stage: 'booked', needsHuman: true }, [], 'COMPLETED'],
  ['booked, with something open', { stage: 'booked' }, open, 'IN_PROGRESS'],
  ['one who needs a person', { needsHuman: true }, done, 'REVIEW'],
  ['an item to review', {}, [...done, groupOf({ status: 'needs_review' })], 'REVIEW'],
  ['new, all done', { stage: 'new' }, done, 'IN_PROGRESS'],
  ['engaged, all done', {}, done, 'COMPLETED'],
  ['engaged, something open', {}, [...done, ...open], 'IN_PROGRESS'],
  ['engaged, something invalid', {}, [groupOf({ status: 'invalid' })], 'IN_PROGRESS'],
  ['engaged, nothing to collect', {}, [], 'IN_PROGRESS'],
  ['engaged, nothing required', {}, optional, 'IN_PROGRESS'],
  ['qualified, nothing required', { stage: 'qualified' }, optional, 'COMPLETED'],
  ['qualified, something open', { stage: 'qualified' }, open, 'IN_PROGRESS'],
])('%s', (_what, lead, checklist, expected) => {
  expect(leadStatus({ ...calm, ...lead }, checklist)).toBe(expected);
});
