import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Action } from './decision.ts';
import { newDialogue } from './dialogue/state.ts';
import type { ProposedStep } from './proposal.ts';
import { proposalOf, runIn, situationOf } from './situation.fixture.ts';
import type { Situation, Stimulus } from './situation.ts';

const heard: Stimulus = { kind: 'message_received', messageId: 'message', text: 'hello' };
const slot = { startAt: '2027-03-01T10:00:00.000Z' };
const appointment = {
  id: 'mine',
  startAt: '2027-03-02T10:00:00.000Z',
  endAt: '2027-03-02T10:30:00.000Z',
  resourceKey: null,
  resourceName: null,
  calendarUrl: 'http://foyer.test/a.ics',
};
const name = { key: 'name', value: 'Ana', valueText: 'Ana', confidence: 0.9, origin: 'said' } as const;

const done = (actions: readonly Action[]) => actions.map((action) => action.do);
const decided = (situation: Situation, ...steps: ProposedStep[]) => decide(situation, heard, proposalOf({ steps }));

it('says that a person will come as a confirmation, unless nobody has asked', () => {
  const proposal = proposalOf({
    say: 'I am getting a colleague.',
    steps: [{ step: 'hand_over', reason: 'asked for' }],
  });
  const purposes = (stimulus: Stimulus) =>
    decide(situationOf(), stimulus, proposal).actions.flatMap((one) => (one.do === 'send' ? [one.purpose] : []));
  expect(purposes(heard)).toEqual(['confirmation']);
  expect(purposes({ kind: 'attempt_due', number: 1, words: null })).toEqual(['attempt']);
});

describe('silence', () => {
  const conversation = { ...situationOf().conversation, owner: 'person' as const };
  const run = { ...runIn('engaged'), isTakenOver: true };

  it.each([
    ['the conversation is a person’s', { conversation }],
    ['the run is taken over', { run }],
  ])('says and does nothing while %s, but learns', (_why, change) => {
    const proposal = proposalOf({ observations: [name], steps: [{ step: 'book', slot }] });
    const { actions, refused } = decide(situationOf(change), heard, proposal);
    expect(done(actions)).not.toContain('send');
    expect(done(actions)).not.toContain('book');
    expect(done(actions)).toContain('set_variable');
    expect(refused).toEqual([{ what: 'send', rule: 'a person has taken over' }]);
  });

  it('says nothing to a lead that opted out, until it opts in', () => {
    const situation = situationOf({ lead: { ...situationOf().lead, isOptedOut: true } });
    expect(done(decided(situation).actions)).not.toContain('send');
    expect(done(decided(situation, { step: 'opt_in' }).actions)).not.toContain('send');
    const optsIn = proposalOf({ acts: ['opt_in'], steps: [{ step: 'opt_in' }] });
    expect(done(decide(situation, heard, optsIn).actions)).toContain('send');
  });

  it('takes no opt-out back by words that were written before it', () => {
    const situation = situationOf({ lead: { ...situationOf().lead, isOptedOut: true } });
    const optsIn = proposalOf({ acts: ['opt_in'], steps: [{ step: 'opt_in' }] });
    const { actions, refused } = decide(situation, { ...heard, isBeforeOptOut: true }, optsIn);
    expect(done(actions)).not.toContain('opt_in');
    expect(refused).toEqual([{ what: 'send', rule: 'the lead has opted out' }]);
  });

  it('does not keep a lead from opting in', () => {
    const lead = { ...situationOf().lead, isOptedOut: true };
    const optsIn = proposalOf({ acts: ['opt_in'], steps: [{ step: 'opt_in' }] });
    expect(done(decide(situationOf({ lead, conversation }), heard, optsIn).actions)).toEqual(['opt_in', 'remember']);
  });

  it.each([['is paused by its status', { run: runIn('with_team') }, 'the status "With the team" pauses the agent']])(
    'only learns where it %s: no words, no steps, no progress',
    (_why, change, rule) => {
      const proposal = proposalOf({ observations: [name], steps: [{ step: 'complete' }, { step: 'book', slot }] });
      const { actions, refused } = decide(situationOf(change), heard, proposal);
      expect(done(actions)).toEqual(['set_variable']);
      expect(refused).toEqual([{ what: 'send', rule }]);
    },
  );
});

it('leaves the run of a lead that opts out where it is', () => {
  const proposal = proposalOf({ observations: [name], steps: [{ step: 'opt_out' }] });
  expect(done(decide(situationOf(), heard, proposal).actions)).not.toContain('move_status');
});

describe('a person who has the lead', () => {
  const conversation = {
    ...situationOf().conversation,
    owner: 'person' as const,
    dialogue: { ...newDialogue, hasGreeted: true, asked: ['name', 'size'] },
  };

  it('does not hide from the agent what was answered, and hides what was not said', () => {
    const dialogue = { ...newDialogue, asked: ['street'], timesAsked: { street: 1 }, isDone: true };
    const { actions } = decide(situationOf({ conversation }), heard, proposalOf({ observations: [name], dialogue }));
    const learned = { ...conversation.dialogue, asked: ['size'], learned: ['name'] };
    expect(actions.at(-1)).toEqual({ do: 'remember', dialogue: learned });
  });

  it('does not keep a lead from opting out', () => {
    const { actions } = decide(situationOf({ conversation }), heard, proposalOf({ steps: [{ step: 'opt_out' }] }));
    expect(done(actions)).toEqual(['opt_out', 'remember']);
  });

  it('books for himself: a time that the lead agreed to is not known before it is booked', () => {
    const day = { ...name, key: 'day', origin: 'accepted' } as const;
    const proposal = proposalOf({ observations: [name, day], steps: [{ step: 'book', slot }] });
    const { actions } = decide(situationOf({ conversation }), heard, proposal);
    expect(done(actions)).toEqual(['set_variable', 'remember']);
  });

  it('is listened to without a word', () => {
    const dialogue = { ...newDialogue, asked: ['name'] };
    const said: Stimulus = { kind: 'person_spoke', text: 'Your name?' };
    const decision = decide(situationOf({ conversation }), said, proposalOf({ say: null, dialogue }));
    expect(decision).toEqual({ actions: [{ do: 'remember', dialogue }], refused: [] });
  });
});

it('does not repeat its last words after a person has handed back', () => {
  const stretch = { unanswered: null, lastWords: null, ownLastWords: 'Hello.' };
  const back: Stimulus = { kind: 'handed_back', stretch };
  expect(decide(situationOf(), back, proposalOf()).refused).toEqual([
    { what: 'send', rule: 'it would repeat its last words' },
  ]);
  expect(done(decide(situationOf(), back, proposalOf({ say: 'Good day.' })).actions)).toContain('send');
});

describe('an agent that listens', () => {
  const agent = { ...situationOf().agent, autonomy: 'listen' as const };

  it('learns, and drafts what it would say with what it would do', () => {
    const day = { ...name, key: 'day', origin: 'accepted' } as const;
    const proposal = proposalOf({ observations: [name, day], steps: [{ step: 'book', slot }] });
    const { actions, refused } = decide(situationOf({ agent }), heard, proposal);
    expect(done(actions)).toEqual(['set_variable', 'draft']);
    expect(actions[1]).toMatchObject({ text: 'Hello.', reason: 'test' });
    const held = actions.flatMap((action) => (action.do === 'draft' ? action.onApproval : []));
    expect(done(held)).toEqual(['set_variable', 'book', 'remember']);
    expect(refused).toEqual([]);
  });

  it.each(['hand_over', 'opt_out'] as const)('does not wait with %s, and has nothing to say after it', (step) => {
    const proposal = proposalOf({ steps: [{ step, reason: 'asked for it' }] });
    const { actions, refused } = decide(situationOf({ agent }), heard, proposal);
    expect(done(actions)).toContain(step);
    expect(done(actions)).not.toContain('draft');
    expect(refused).toMatchObject([{ what: 'draft' }]);
  });

  it('counts nobody as contacted by words that nobody has read', () => {
    const { actions } = decide(situationOf({ agent }), { kind: 'lead_created' }, proposalOf());
    expect(done(actions)).toEqual(['draft']);
  });
});

describe('appointments', () => {
  it('books where there is none', () => {
    expect(done(decided(situationOf(), { step: 'book', slot }).actions)).toContain('book');
  });

  it('refuses a second appointment', () => {
    const { actions, refused } = decided(situationOf({ appointment }), { step: 'book', slot });
    expect(done(actions)).not.toContain('book');
    expect(refused).toEqual([{ what: 'book', rule: 'the lead has an appointment already' }]);
  });

  it.each(['move', 'cancel'] as const)('refuses to %s an appointment that is not the lead’s own', (step) => {
    const { actions, refused } = decided(situationOf({ appointment }), { step, appointmentId: 'another', slot });
    expect(done(actions)).not.toContain(step);
    expect(refused[0]?.what).toBe(step);
  });
});

describe('progress', () => {
  it('engages a lead that talks', () => {
    const { actions } = decided(situationOf());
    expect(actions).toContainEqual(expect.objectContaining({ do: 'set_stage', stage: 'engaged' }));
    expect(actions).toContainEqual(expect.objectContaining({ do: 'move_status', statusKey: 'engaged' }));
  });

  it('qualifies only through the gate, and never into a booking target', () => {
    const { actions } = decide(situationOf(), heard, proposalOf({ observations: [name] }));
    expect(actions).toContainEqual(expect.objectContaining({ do: 'set_stage', stage: 'qualified' }));
    expect(actions).toContainEqual(expect.objectContaining({ do: 'move_status', statusKey: 'qualified' }));
    const again = decide(situationOf({ run: runIn('qualified') }), heard, proposalOf({ observations: [name] }));
    expect(done(again.actions)).not.toContain('move_status');
  });

  it('never falls back', () => {
    const lead = { ...situationOf().lead, stage: 'booked' as const };
    const run = runIn('booked');
    const { actions } = decided(situationOf({ lead, run }));
    expect(done(actions)).not.toContain('set_stage');
    expect(done(actions)).not.toContain('move_status');
  });
});

it('decides the same of the same, and leaves what it is given as it was', () => {
  const situation = situationOf({ appointment });
  const proposal = proposalOf({ observations: [name], steps: [{ step: 'cancel', appointmentId: 'mine' }] });
  const before = structuredClone({ situation, proposal });
  expect(decide(situation, heard, proposal)).toEqual(decide(situation, heard, proposal));
  expect({ situation, proposal }).toEqual(before);
});
