import { describe, expect, it } from 'vitest';
import { smallWorkflow } from '../situation.fixture.ts';
import { workflowSchema } from '../workflow/definition.ts';
import { assumedChannels } from './channels.ts';
import type { SimulationInput, SimulationStep } from './input.ts';
import { simulate, simulateByTurns } from './simulate.ts';
import { type Happening, type Trace, traceSchema } from './trace.ts';

const DAY_MS = 86_400_000;
/** A Monday at eight in the morning; the small workflow is open on Mondays and Tuesdays from nine to five. */
const startAt = new Date('2027-03-01T08:00:00Z');

function inputOf(steps: readonly (string | SimulationStep)[], change: Partial<SimulationInput> = {}): SimulationInput {
  return {
    startAt,
    workspace: { name: 'Studio', timeZone: 'UTC', country: 'US', locale: 'en' },
    channel: 'web_chat',
    channels: new Map(),
    quietHours: null,
    contact: { name: null, email: null, phone: null },
    approvesDrafts: false,
    busy: [],
    steps: steps.map((step) => (typeof step === 'string' ? { do: 'lead_says', text: step } : step)),
    ...change,
  };
}

const run = (steps: readonly (string | SimulationStep)[], change?: Partial<SimulationInput>) =>
  simulate(smallWorkflow, inputOf(steps, change));
const wait = (days: number): SimulationStep => ({ do: 'wait', forMs: days * DAY_MS });
const causes = ({ turns }: Trace) => turns.map(({ cause }) => cause);
const happened = ({ turns }: Trace) => turns.flatMap((turn) => turn.happened);
const saidBy = (trace: Trace, wanted: string) =>
  happened(trace).flatMap((one) => (one.kind === 'message' && one.author === wanted ? [one.text] : []));
const kinds = (trace: Trace, kind: Happening['kind']) => happened(trace).filter((one) => one.kind === kind);
const booking = ['Ana Lopez', 'today at 10'];

/** The small workflow with two statuses that time out into each other. */
function pingPong(minutes: number) {
  const [first, ...others] = smallWorkflow.statuses;
  const timeout = (to: string) => ({ timeout: { after: minutes, unit: 'minutes', to } });
  const later = { key: 'later', label: 'Later', category: 'active', ...timeout('new') };
  return workflowSchema.parse({ ...smallWorkflow, statuses: [{ ...first, ...timeout('later') }, later, ...others] });
}

describe('a simulation', () => {
  it('shows what was said, learned, moved and booked, and why', () => {
    const trace = run(booking);
    expect(saidBy(trace, 'agent')[0]).toContain('I am Mia');
    expect(kinds(trace, 'learned')).toMatchObject([{ key: 'name', value: 'Ana Lopez', reason: 'the lead said it' }]);
    expect(trace.after).toMatchObject({ stage: 'qualified', statusKey: 'qualified', contact: { name: 'Ana Lopez' } });
    const booked = run([...booking, 'yes']);
    expect(kinds(booked, 'appointment')).toMatchObject([{ change: 'booked', startAt: '2027-03-01T10:00:00.000Z' }]);
    expect(booked.after).toMatchObject({ stage: 'booked', statusKey: 'booked' });
    expect(saidBy(booked, 'agent').at(-1)).toContain('[calendar file]');
    expect(() => traceSchema.parse(booked)).not.toThrow();
  });

  it('is the same for the same, and leaves what it is given as it was', () => {
    const input = inputOf([...booking, 'yes', 'cancel', 'yes']);
    const before = structuredClone({ smallWorkflow, input });
    expect(simulate(smallWorkflow, input)).toEqual(simulate(smallWorkflow, input));
    expect({ smallWorkflow, input }).toEqual(before);
  });

  it('gives each turn as it comes', () => {
    const turns = simulateByTurns(smallWorkflow, inputOf(['hello', 'there']));
    expect(turns.next()).toMatchObject({ done: false, value: { cause: 'lead_created', step: -1 } });
    expect(turns.next()).toMatchObject({ done: false, value: { cause: 'message_received', step: 0 } });
  });

  it('asks for what is to be looked up, and goes on with what was found', () => {
    const turns = simulateByTurns(smallWorkflow, inputOf(['Do you have a lift?']));
    turns.next(null);
    const asked = turns.next(null).value;
    expect(asked).toEqual({ question: 'Do you have a lift?', language: 'en' });
    const found = {
      question: 'Do you have a lift?',
      text: 'There are two.',
      title: 'House',
      documentId: 'd',
      confidence: 1,
    };
    const answered = turns.next(found).value;
    expect(answered).toMatchObject({ after: { needsHuman: false } });
    expect(JSON.stringify(answered)).toContain('There are two. (From “House”.)');
    expect(run(['Do you have a lift?']).after.needsHuman).toBe(true);
  });

  it('scores the lead as things stand, by the workflow’s rules', () => {
    const scoring = [
      { label: 'Has a name', points: 30, when: { field: 'name', operator: '=', value: 'Ana Lopez' } },
      { label: 'Is booked', points: 60, statuses: ['booked'] },
    ];
    const definition = workflowSchema.parse({ ...smallWorkflow, scoring });
    const trace = simulate(definition, inputOf(booking));
    expect(trace.turns.map(({ after }) => after.score)).toEqual([null, 30, 30]);
    expect(trace.score).toEqual({
      score: 30,
      parts: [
        { label: 'Has a name', points: 30, counts: true },
        { label: 'Is booked', points: 60, counts: false },
      ],
    });
    expect(simulate(definition, inputOf([...booking, 'yes'])).score.score).toBe(90);
    expect(run(booking).score).toEqual({ score: null, parts: [] });
  });

  it('does not greet where nobody waits, and does not offer what others have taken', () => {
    expect(causes(run(['hello'], { channel: 'sms' }))).toEqual(['message_received']);
    const busy = [{ startAt: '2027-03-01T09:00:00Z', endAt: '2027-03-01T17:00:00Z' }];
    const trace = run([...booking, 'yes'], { busy });
    expect(kinds(trace, 'appointment')).toEqual([]);
    expect(saidBy(trace, 'agent').join()).toContain('That time is taken');
  });

  it('gives the lead to a person where it takes a time that has passed meanwhile', () => {
    const trace = run([...booking, wait(1), 'yes']);
    expect(trace.after).toMatchObject({ needsHuman: true, owner: 'person', appointment: null });
    expect(kinds(trace, 'note')).toMatchObject([{ text: expect.stringContaining('too_soon') }]);
  });
});

describe('time that passes', () => {
  it('fires each timer at its time, and shows those to come', () => {
    const trace = simulate(pingPong(60), inputOf([{ do: 'wait', forMs: 3 * 3_600_000 }, 'hello']));
    expect(causes(trace)).toEqual([
      'lead_created',
      'status_timeout',
      'status_timeout',
      'status_timeout',
      'time_passed',
      'message_received',
    ]);
    expect(trace.turns[1]).toMatchObject({
      at: '2027-03-01T09:00:00.000Z',
      happened: [{ what: 'status', from: 'new', to: 'later', reason: 'nothing happened for 60 minutes' }],
      after: { timers: [{ kind: 'status_timeout', dueAt: '2027-03-01T10:00:00.000Z' }] },
    });
    expect(trace.after.timers).toEqual([]);
  });

  it('does not go on for ever', () => {
    const trace = simulate(pingPong(5), inputOf([wait(365), 'hello']));
    expect(trace.stoppedBecause).toContain('More than 500 timers');
    expect(causes(trace)).not.toContain('message_received');
  });

  it('is held while a person has the lead', () => {
    const trace = simulate(pingPong(600), inputOf([{ do: 'person_says', text: 'Hello' }, wait(1)]));
    expect(trace.after).toMatchObject({ statusKey: 'new', owner: 'person' });
    expect(kinds(trace, 'moved').filter((one) => one.kind === 'moved' && one.what === 'status')).toEqual([]);
  });
});

describe('a reminder', () => {
  const tomorrow = ['Ana Lopez', 'tomorrow at 10', 'yes'];
  const reminders = (trace: Trace) =>
    trace.turns.flatMap(({ at, cause, happened: all }) =>
      cause === 'reminder_due' ? all.map((one) => [at.slice(0, 16), one.kind]) : [],
    );

  it('comes at its time, and shows among the timers before', () => {
    const trace = run([...tomorrow, wait(2)]);
    expect(reminders(trace)).toEqual([
      ['2027-03-01T10:00', 'message'],
      ['2027-03-02T09:00', 'message'],
    ]);
    expect(run(tomorrow).after.timers.map(({ kind }) => kind)).toEqual(['reminder_due', 'reminder_due']);
  });

  it('is not said beyond the start, but put off or given up where it is quiet', () => {
    const phone = { channel: 'sms', contact: { name: null, email: null, phone: '+442071838750' } } as const;
    const channels = assumedChannels(workflowSchema.parse({ ...smallWorkflow, cadence: { channels: ['sms'] } }));
    const quietHours = { from: '09:30', to: '10:30' };
    const trace = run(['hello', ...tomorrow, wait(2)], { ...phone, channels, quietHours });
    expect(reminders(trace)).toEqual([
      ['2027-03-01T10:00', 'waits'],
      ['2027-03-01T10:30', 'message'],
      ['2027-03-02T09:00', 'message'],
    ]);
    const late = run(['hello', ...tomorrow, wait(2)], {
      ...phone,
      channels,
      quietHours: { from: '08:45', to: '10:30' },
    });
    expect(reminders(late).at(-1)).toEqual(['2027-03-02T09:00', 'refused']);
  });
});

describe('a lead that is silent', () => {
  const definition = workflowSchema.parse({
    ...smallWorkflow,
    cadence: { channels: ['sms'], days: 1, windows: [{ from: '10:00', to: '11:00' }], recontact: false },
  });
  const contact = { name: 'Ana Lopez', email: null, phone: '+12025550143' };
  const silent = (steps: readonly (string | SimulationStep)[], change?: Partial<SimulationInput>) =>
    simulate(definition, inputOf(steps, { channel: 'api', channels: assumedChannels(definition), contact, ...change }));

  it('is reached in its own time, and let be in the end', () => {
    const trace = silent([wait(3)]);
    expect(kinds(trace, 'attempt')).toEqual([{ kind: 'attempt', phase: 'reaching', channel: 'sms', number: 1 }]);
    const attempt = trace.turns.find(({ happened: all }) => all.some(({ kind }) => kind === 'attempt'));
    expect(attempt).toMatchObject({ at: '2027-03-01T15:00:00.000Z', cause: 'attempt_due' });
    expect(kinds(trace, 'note')).toMatchObject([{ text: 'Attempts to reach the lead end: no answer to 1 attempt' }]);
  });

  it('is written to no more once it has answered, there where it was reached', () => {
    const trace = silent([{ do: 'wait', forMs: 8 * 3_600_000 }, 'hello', wait(3)]);
    const messages = happened(trace).flatMap((one) => (one.kind === 'message' ? [`${one.channel} ${one.author}`] : []));
    expect(messages).toEqual(['sms agent', 'sms lead', 'sms agent']);
  });

  it('is not reached where no channel is connected, or it has no address', () => {
    expect(kinds(silent([wait(3)], { channels: new Map() }), 'note')).toMatchObject([
      { text: 'Does not try sms: not connected here' },
      { text: 'Attempts to reach the lead end: no channel can reach the lead' },
    ]);
    const trace = silent([wait(3)], { contact: { ...contact, phone: null } });
    expect(kinds(trace, 'note')).toMatchObject([{ text: expect.stringContaining('no channel can reach the lead') }]);
  });
});

describe('an answer that waits for the morning', () => {
  const night = { from: '21:00', to: '08:00' };
  const sms = {
    channel: 'sms',
    channels: assumedChannels(workflowSchema.parse({ ...smallWorkflow, cadence: { channels: ['sms'] } })),
    contact: { name: null, email: null, phone: '+442071838750' },
    quietHours: night,
  } as const;
  const until = (at: string): SimulationStep => ({ do: 'wait_until', at: new Date(at) });

  it('is given with the one to what the lead writes in the night', () => {
    const handedBack: SimulationStep[] = [
      { do: 'person_says', text: 'Hello' },
      until('2027-03-01T19:00:00Z'),
      { do: 'lead_says', text: 'Ana Lopez' },
      until('2027-03-01T22:00:00Z'),
      { do: 'hand_back' },
    ];
    const waiting = run(['hi', ...handedBack, until('2027-03-02T12:00:00Z')], sms);
    expect(kinds(waiting, 'waits')).toHaveLength(1);
    expect(saidBy(waiting, 'agent')).toHaveLength(2);
    const answered = run(['hi', ...handedBack, 'what times do you have?', until('2027-03-02T12:00:00Z')], sms);
    expect(saidBy(answered, 'agent')).toHaveLength(2);
    expect(answered.turns.map(({ cause }) => cause)).not.toContain('put_off');
  });
});

describe('an agent that listens', () => {
  const agent = { autonomy: 'listen' } as const;

  it('drafts, and says what is approved', () => {
    const trace = run([...booking, 'yes'], { agent, approvesDrafts: true });
    expect(saidBy(trace, 'agent')).toHaveLength(4);
    expect(trace.after).toMatchObject({ stage: 'booked', draft: null });
    expect(causes(trace).filter((cause) => cause === 'draft_approved')).toHaveLength(4);
  });

  it('answers all that nobody has answered, and books nothing unapproved', () => {
    const trace = run([...booking, 'yes'], { agent });
    expect(saidBy(trace, 'agent')).toEqual([]);
    expect(trace.after).toMatchObject({ appointment: null, draft: expect.any(String) });
    expect(kinds(trace, 'draft').filter((one) => one.kind === 'draft' && one.change === 'withdrawn')).toHaveLength(3);
  });
});

it('is let in again by its own word, whatever it wrote before that nobody has answered', () => {
  const trace = run(['stop', 'hello?', 'START'], { agent: { autonomy: 'listen' } });
  expect(trace.after).toMatchObject({ optedOut: false });
});

describe('what ends a conversation', () => {
  it('is an opt-out: nobody writes, not a person either, until it is taken back', () => {
    const trace = run(['stop', 'hello?', { do: 'person_says', text: 'Hi' }, 'START']);
    expect(saidBy(trace, 'person')).toEqual([]);
    expect(kinds(trace, 'refused')).toMatchObject([{ what: 'send', rule: expect.stringContaining('opted out') }]);
    expect(trace.after).toMatchObject({ optedOut: false, runStatus: 'running' });
  });

  it('is another workflow', () => {
    const statuses = smallWorkflow.statuses.map((status) =>
      status.key === 'lost' ? { ...status, transfer: { workflow: 'other' } } : status,
    );
    const disqualify = [
      { key: 'no', when: { field: 'name', operator: '=', value: 'Ana Lopez' }, reason: 'No.', say: 'Sorry.' },
    ];
    const definition = workflowSchema.parse({ ...smallWorkflow, statuses, disqualify });
    const trace = simulate(definition, inputOf(['Ana Lopez', 'hello?']));
    expect(trace.stoppedBecause).toContain('other');
    expect(trace.after).toMatchObject({ stage: 'lost', runStatus: 'transferred' });
    expect(saidBy(trace, 'lead')).toEqual(['Ana Lopez']);
  });
});
