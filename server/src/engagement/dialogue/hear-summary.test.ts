import { expect, it } from 'vitest';
import { situationOf } from '../situation.fixture.ts';
import { proposeByRules } from './rules-brain.ts';

/** Why a person is to look at a call with this summary; undefined where nobody is. */
function lookedAtFor(summary: string): string | undefined {
  const call = { at: new Date('2027-03-01T10:00:00Z'), turns: [], summary };
  const { steps } = proposeByRules(situationOf(), { kind: 'call_ended', call });
  const [step, ...more] = steps;
  expect(more).toEqual([]);
  return step?.step === 'hand_over' ? step.reason : undefined;
}

it.each([
  'Lead wants no more contact.',
  'He wants no more calls.',
  'No further messages please.',
  'The customer does not want to hear from us again.',
  "She doesn't want to hear from us any more.",
  'Caller asked that we not call again.',
  'Asked us to stop calling.',
  'Asked not to be contacted.',
  'Please do not text him.',
  'Asked to be taken off the list.',
  'Requested removal from our list.',
  'Please remove from list',
  'Take her off our calling list.',
  'Wants to be put on the do-not-call list.',
  'Asked to opt out.',
  'She does not want to be contacted any more.',
  "He doesn't want us to call.",
])('has a person look where it seems to say that the lead wants no more contact: %s', (summary) => {
  expect(lookedAtFor(summary)).toContain('no more contact');
});

it.each([
  'Asked for a real person.',
  'Wants to speak with a manager about the bill.',
  'Requested a call back tomorrow.',
])('has a person look where the lead asked for one: %s', (summary) => {
  expect(lookedAtFor(summary)).toContain('asked for a person');
});

it.each([
  'Wants highlights on Friday, around three.',
  'She does not want a human, the assistant is fine.',
  "He doesn't want a call back.",
  'We talked about the price list and the no-show fee.',
  'Happy with the last appointment, no changes.',
])('leaves everybody in peace else: %s', (summary) => {
  expect(lookedAtFor(summary)).toBeUndefined();
});
