import { describe, expect, it } from 'vitest';
import type { ChannelCapabilities } from '../../kernel/channel.ts';
import { inPlace } from '../../kernel/channel.ts';
import { maySend } from './may-send.ts';
import type { Send, SendFacts, SendPurpose } from './send-facts.ts';

const sms: ChannelCapabilities = {
  isInPlace: false,
  reaches: 'phone',
  isCall: false,
  leavesHouse: true,
  takesIdempotencyKey: false,
  freeTextHours: null,
  maxTextLength: 20,
};
const whatsApp: ChannelCapabilities = { ...sms, freeTextHours: 24 };

/** A lead in Lisbon at noon, on SMS, whom everybody may write to. */
function facts(change: Partial<SendFacts> = {}): SendFacts {
  return {
    now: new Date('2027-03-01T12:00:00Z'),
    isStopped: false,
    isTestLead: false,
    isOptedOut: false,
    requiresConsent: false,
    hasConsent: false,
    suppression: null,
    address: '+351912345678',
    quietHours: { from: '21:00', to: '08:00' },
    zones: ['Europe/Lisbon'],
    isPersons: false,
    run: { isPaused: false, isWorkflowPaused: false, pausedByStatus: null },
    channel: sms,
    lastInboundAt: null,
    sender: { lastHour: 0, lastDay: 0, perHour: 10, perDay: 100 },
    saidLately: [],
    ...change,
  };
}
const run = { isPaused: false, isWorkflowPaused: false, pausedByStatus: null };
const at = (time: string) => new Date(`2027-03-01T${time}Z`);
const outcome = (given: SendFacts, purpose: SendPurpose, change: Partial<Send> = {}) => {
  const verdict = maySend(given, { purpose, text: 'Hello', template: null, ...change });
  return 'rule' in verdict ? `${verdict.verdict}: ${verdict.rule}` : verdict.verdict;
};
const everybody: readonly SendPurpose[] = ['reply', 'attempt', 'follow_up', 'reminder', 'person'];
const agent = everybody.filter((purpose) => purpose !== 'person');
const unasked: readonly SendPurpose[] = ['attempt', 'follow_up', 'reminder'];

interface Case {
  readonly change: Partial<SendFacts>;
  readonly rule: string;
  readonly binds: readonly SendPurpose[];
}

const refusals: readonly Case[] = [
  { change: { isOptedOut: true }, rule: 'the lead has opted out', binds: everybody },
  { change: { suppression: 'complaint' }, rule: 'its address must not be contacted: complaint', binds: everybody },
  { change: { isTestLead: true }, rule: 'a test lead is never contacted for real', binds: everybody },
  { change: { address: null }, rule: 'the lead has no phone number', binds: everybody },
  {
    change: { address: null, channel: { ...sms, reaches: 'email' } },
    rule: 'the lead has no e-mail address',
    binds: everybody,
  },
  { change: { isPersons: true }, rule: 'a person has taken over', binds: agent },
  { change: { isStopped: true }, rule: 'the workspace is stopped', binds: agent },
  { change: { run: { ...run, isWorkflowPaused: true } }, rule: 'the workflow is paused', binds: agent },
  { change: { run: { ...run, isPaused: true } }, rule: 'the run is paused', binds: agent },
  {
    change: { run: { ...run, pausedByStatus: 'With the team' } },
    rule: 'the status "With the team" pauses the agent',
    binds: agent,
  },
  { change: { requiresConsent: true }, rule: 'the lead has not agreed to be contacted', binds: unasked },
  {
    change: { channel: whatsApp, lastInboundAt: new Date('2027-02-28T12:00:00Z') },
    rule: 'the lead has not written for 24 hours: only an approved template may be sent',
    binds: everybody,
  },
  {
    change: { channel: whatsApp },
    rule: 'the lead has not written for 24 hours: only an approved template may be sent',
    binds: everybody,
  },
  { change: { saidLately: ['Hello'] }, rule: 'the same was said within the last minute', binds: agent },
];

describe.each(refusals)('$rule', ({ change, rule, binds }) => {
  it.each(everybody)(`%s`, (purpose) => {
    expect(outcome(facts(change), purpose)).toBe(binds.includes(purpose) ? `refuse: ${rule}` : 'send');
  });
});

describe('a template with an empty place', () => {
  const template = { name: 'welcome_1', values: ['Kim', ' ', ''] };
  it('is refused where it would stand for the words', () => {
    for (const purpose of everybody)
      expect(outcome(facts({ channel: whatsApp }), purpose, { template })).toBe(
        'refuse: the lead has not written for 24 hours, and place 2 of the template welcome_1 is empty',
      );
  });
  it('is no matter where the words are sent themselves', () => {
    const open = facts({ channel: whatsApp, lastInboundAt: new Date('2027-02-28T12:00:01Z') });
    for (const given of [open, facts({ channel: sms })]) expect(outcome(given, 'attempt', { template })).toBe('send');
  });
});

describe('what is let go', () => {
  it.each([
    ['within the channel’s window', { channel: whatsApp, lastInboundAt: new Date('2027-02-28T12:00:01Z') }, {}],
    ['an approved template outside it', { channel: whatsApp }, { template: { name: 'welcome', values: [] } }],
    ['with consent where it is asked for', { requiresConsent: true, hasConsent: true }, {}],
    ['other words than those just said', { saidLately: ['Hello there'] }, {}],
    ['at the end of the quiet hours', { now: at('08:00:00') }, {}],
    ['where there are no quiet hours', { now: at('02:00:00'), quietHours: null }, {}],
    ['up to the limit of an hour', { sender: { lastHour: 9, lastDay: 9, perHour: 10, perDay: 100 } }, {}],
  ] as const)('%s', (_what, change, send) => {
    expect(outcome(facts(change), 'attempt', send)).toBe('send');
  });

  it('an answer by somebody else’s hand to who has no number here, and nothing unasked', () => {
    const carried = facts({ address: null, channel: { ...sms, isCarried: true } });
    for (const purpose of ['reply', 'confirmation', 'person'] as const) expect(outcome(carried, purpose)).toBe('send');
    for (const purpose of unasked) expect(outcome(carried, purpose)).toBe('refuse: the lead has no phone number');
  });

  it('anything where nothing is sent: a chat is read by whoever comes to look', () => {
    const given = {
      isTestLead: true,
      address: null,
      suppression: 'complaint',
      requiresConsent: true,
      now: at('03:00:00'),
    };
    expect(outcome(facts({ ...given, channel: inPlace }), 'follow_up')).toBe('send');
    expect(outcome(facts({ ...given, channel: inPlace, isOptedOut: true }), 'reply')).toMatch(/^refuse/);
  });
});

it('tells a lead once that it is out, and nothing else after that', () => {
  const out = facts({ isOptedOut: true, suppression: 'the lead opted out', lastInboundAt: at('11:59:00') });
  expect(outcome(out, 'confirmation')).toBe('send');
  expect(outcome(facts({ ...out, isPersons: true }), 'confirmation')).toBe('refuse: a person has taken over');
  expect(outcome(facts({ ...out, isTestLead: true }), 'confirmation')).toMatch(/^refuse/);
  // Opted in again meanwhile: what was suppressed for another reason stays so.
  const backIn = facts({ suppression: 'manual', lastInboundAt: at('11:59:00') });
  expect(outcome(backIn, 'confirmation')).toBe('refuse: its address must not be contacted: manual');
});

it('tells a lead once that a person will come, though that silences the agent', () => {
  const handedOver = facts({ isPersons: true, lastInboundAt: at('11:59:00') });
  expect(outcome(handedOver, 'confirmation')).toBe('send');
  expect(outcome(handedOver, 'reply')).toBe('refuse: a person has taken over');
  expect(outcome(facts({ ...handedOver, isStopped: true }), 'confirmation')).toBe('refuse: the workspace is stopped');
  expect(outcome(facts({ ...handedOver, suppression: 'complaint' }), 'confirmation')).toMatch(/^refuse: its address/);
});

describe('quiet hours', () => {
  const quiet = 'wait: it is quiet where the lead lives';
  it.each(unasked)('put off %s until they end, on the day the lead has', (purpose) => {
    const verdict = maySend(facts({ now: at('22:30:00') }), { purpose, text: 'Hello', template: null });
    expect(verdict).toEqual({ verdict: 'wait', rule: expect.any(String), until: new Date('2027-03-02T08:00:00Z') });
  });

  it('do not keep the agent from answering who has just written, nor a person from writing', () => {
    const late = facts({ now: at('23:00:00'), lastInboundAt: at('22:00:01') });
    expect(outcome(late, 'reply')).toBe('send');
    expect(outcome(facts({ now: at('23:00:00'), lastInboundAt: at('21:59:00') }), 'reply')).toBe(quiet);
    expect(outcome(facts({ now: at('23:00:00') }), 'person')).toBe('send');
  });

  it('hold where it is quiet in any zone that the lead may be in', () => {
    const now = new Date('2027-03-01T15:00:00Z');
    expect(outcome(facts({ now, zones: ['America/New_York'] }), 'attempt')).toBe('send');
    expect(outcome(facts({ now, zones: ['America/New_York', 'America/Los_Angeles'] }), 'attempt')).toBe(quiet);
  });

  it('end with the clock of the lead, also on the night that is an hour shorter', () => {
    const now = new Date('2027-03-28T00:30:00Z');
    const verdict = maySend(facts({ now }), { purpose: 'attempt', text: 'Hello', template: null });
    expect(verdict).toMatchObject({ until: new Date('2027-03-28T07:00:00Z') });
  });

  it('are looked at after what refuses for good: nothing waits in vain', () => {
    expect(outcome(facts({ now: at('23:00:00'), suppression: 'complaint' }), 'attempt')).toMatch(/^refuse/);
  });
});

describe('the limits of a sender', () => {
  it.each([
    ['10 messages an hour are sent at most', { lastHour: 10, lastDay: 10 }, 5 * 60_000],
    ['100 messages a day are sent at most', { lastHour: 10, lastDay: 100 }, 3_600_000],
  ])('%s', (rule, used, waitMs) => {
    const given = facts({ sender: { ...used, perHour: 10, perDay: 100 } });
    for (const purpose of unasked) {
      const verdict = maySend(given, { purpose, text: 'Hello', template: null });
      expect(verdict).toEqual({ verdict: 'wait', rule, until: new Date(given.now.getTime() + waitMs) });
    }
    expect(outcome(given, 'reply')).toBe('send');
    expect(outcome(given, 'person')).toBe('send');
  });
});

it('refuses no words, and more than the channel takes', () => {
  expect(outcome(facts(), 'person', { text: ' ' })).toBe('refuse: there are no words');
  expect(outcome(facts(), 'person', { text: 'x'.repeat(21) })).toBe('refuse: it is over 20 characters');
});
