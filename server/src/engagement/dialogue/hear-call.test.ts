import { describe, expect, it } from 'vitest';
import { decide } from '../decide.ts';
import { situationOf, smallWorkflow } from '../situation.fixture.ts';
import type { Situation, Stimulus } from '../situation.ts';
import { workflowSchema } from '../workflow/definition.ts';
import { proposeByRules } from './rules-brain.ts';
import { newDialogue } from './state.ts';

const workflow = workflowSchema.parse({
  ...smallWorkflow,
  fields: [
    { key: 'name', label: 'Name', type: 'name', ask: 'What is your name?' },
    { key: 'day', label: 'Day', type: 'date', ask: 'Which day?', validation: { notBefore: 'today' } },
    { key: 'party', label: 'Party size', type: 'integer', ask: 'For how many?', validation: { max: 8 } },
  ],
  booking: { ...smallWorkflow.booking, dateField: 'day' },
  disqualify: [
    { key: 'alone', when: { field: 'party', operator: '=', value: 1 }, say: 'Sorry.', reason: 'comes alone' },
  ],
  handover: { words: ['complaint'] },
});

/** A Friday; it is handed in on the Monday after. */
const at = new Date('2027-02-26T10:00:00Z');

/** What is done after a call in which the agent and the lead speak in turn, the agent first. */
function after(texts: readonly string[], change: Partial<Situation> = {}) {
  const situation = situationOf({ workflow, ...change });
  const turns = texts.map((text, index) => ({
    speaker: index % 2 === 0 ? ('agent' as const) : ('lead' as const),
    text,
  }));
  const stimulus: Stimulus = { kind: 'call_ended', call: { at, turns, summary: null } };
  const proposal = proposeByRules(situation, stimulus);
  const { actions, refused } = decide(situation, stimulus, proposal);
  const learned = actions.flatMap((one) =>
    one.do === 'set_variable' ? [[one.observation.key, one.observation.value] as const] : [],
  );
  return { learned: Object.fromEntries(learned), does: actions.map((one) => one.do), actions, refused, proposal };
}

describe('what is learned of a call', () => {
  it('is what it came to, in the time in which it was', () => {
    const { learned, does } = after([
      'For how many?',
      'Four',
      'Which day?',
      'Monday. No, make it next Tuesday',
      'And for how many again?',
      'Actually five of us',
    ]);
    expect(learned).toEqual({ day: '2027-03-02', party: 5 });
    expect(does.filter((one) => one === 'set_variable')).toHaveLength(2);
  });

  it('is what passes its validation', () => {
    expect(after(['For how many?', 'forty']).learned).toEqual({});
  });

  it('is nothing that the agent alone said', () => {
    expect(after(['It is for 5 people on Tuesday.', 'Hello?']).learned).toEqual({});
    expect(after(['So a table for 5 people on Tuesday, is that right?', 'Yes']).learned).toMatchObject({ party: 5 });
  });

  it('changes no value that was set by hand, and says so', () => {
    const by = (isByHand: boolean) =>
      after(['For how many?', 'five'], {
        variables: new Map([['party', { value: 4, valueText: '4', confidence: 1, isByHand }]]),
      });
    expect(by(false).learned).toEqual({ party: 5 });
    expect(by(true).learned).toEqual({});
    expect(by(true).refused).toEqual([
      { what: 'change Party size to "five", as was said in a call', rule: 'it was set by hand' },
    ]);
  });

  it('leaves the day of an appointment', () => {
    const appointment = {
      ...{ id: 'a', startAt: '2027-03-02T09:00:00.000Z', endAt: '2027-03-02T09:30:00.000Z' },
      ...{ resourceKey: null, resourceName: null, calendarUrl: '' },
    };
    expect(after(['Which day?', 'Wednesday'], { appointment }).learned).toEqual({});
  });
});

describe('what is done after a call', () => {
  it('is never to say, book, cancel or ask about anything', () => {
    const slot = { startAt: '2027-03-02T09:00:00.000Z' };
    const dialogue = { ...newDialogue, hasGreeted: true, offered: [slot], confirming: 'slot' as const };
    const conversation = { ...situationOf().conversation, dialogue };
    const { does } = after(['Shall I book it?', 'Yes please, book it. Do you take dogs?'], { conversation });
    expect(does).not.toEqual(expect.arrayContaining(['send', 'book', 'cancel', 'ask_person', 'draft']));
  });

  it('is to ask for a person, once, whatever follows', () => {
    const { does, learned } = after([
      'Hello',
      'I have a complaint',
      'Oh',
      'Put me through to a human',
      'How many?',
      'five',
    ]);
    expect(does.filter((one) => one === 'hand_over')).toHaveLength(1);
    expect(learned).toEqual({ party: 5 });
  });

  it('is to ask for a person by rule, of what the call came to', () => {
    const when = { field: 'party', operator: '>=' as const, value: 6 };
    const ruled = { ...workflow, handover: { words: [], when } };
    const doesAfter = (...texts: string[]) =>
      after(texts, { workflow: ruled }).does.filter((one) => one === 'hand_over').length;
    expect(doesAfter('For how many?', 'seven')).toBe(1);
    expect(doesAfter('For how many?', 'seven', 'Seven?', 'No, sorry, five')).toBe(0);
    const variables = new Map([['party', { value: 7, valueText: '7', confidence: 1 }]]);
    expect(after(['For how many?', 'five'], { workflow: ruled, variables }).does).not.toContain('hand_over');
  });

  it('is to opt the lead out, and to hear no more', () => {
    const { does, learned } = after([
      'For how many?',
      'five',
      'Anything else?',
      'Stop calling me',
      'Your name?',
      'Ada Lovelace',
    ]);
    expect(does).toContain('opt_out');
    expect(learned).toEqual({ party: 5 });
  });

  it('is nothing where the lead has opted out before, also where it says start', () => {
    const lead = { ...situationOf().lead, isOptedOut: true };
    expect(after(['Hello', 'start'], { lead }).does).toEqual([]);
  });

  it('is to end what does not fit, unless the agent only listens', () => {
    const alone = ['For how many?', 'just one'];
    expect(after(alone).does).toContain('disqualify');
    const agent = { ...situationOf().agent, autonomy: 'listen' as const };
    const listening = after(alone, { agent });
    expect(listening.learned).toEqual({ party: 1 });
    expect(listening.does).not.toContain('disqualify');
  });

  it('is only to learn while a person has the lead', () => {
    const conversation = { ...situationOf().conversation, owner: 'person' as const };
    const { does } = after(['For how many?', 'five'], { conversation });
    expect(does).toEqual(['set_variable', 'remember']);
  });
});
