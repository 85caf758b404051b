import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Action } from './decision.ts';
import type { ProposedStep } from './proposal.ts';
import { proposalOf, situationOf } from './situation.fixture.ts';
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

describe('silence', () => {
  const conversation = { ...situationOf().conversation, owner: 'person' as const };
  const run = { id: 'run', statusKey: 'engaged', isTakenOver: true };

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

  it.each([
    ['listens', { agent: { ...situationOf().agent, autonomy: 'listen' as const } }, 'the agent only listens'],
    [
      'is paused by its status',
      { run: { id: 'run', statusKey: 'with_team', isTakenOver: false } },
      'the status "With the team" pauses the agent',
    ],
  ])('only learns where it %s: no words, no steps, no progress', (_why, change, rule) => {
    const proposal = proposalOf({ observations: [name], steps: [{ step: 'complete' }, { step: 'book', slot }] });
    const { actions, refused } = decide(situationOf(change), heard, proposal);
    expect(done(actions)).toEqual(['set_variable']);
    expect(refused).toEqual([{ what: 'send', rule }]);
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
    const again = decide(
      situationOf({ run: { id: 'run', statusKey: 'qualified', isTakenOver: false } }),
      heard,
      proposalOf({ observations: [name] }),
    );
    expect(done(again.actions)).not.toContain('move_status');
  });

  it('never falls back', () => {
    const lead = { ...situationOf().lead, stage: 'booked' as const };
    const run = { id: 'run', statusKey: 'booked', isTakenOver: false };
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
