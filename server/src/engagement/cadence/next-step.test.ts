import { describe, expect, it } from 'vitest';
import { at, channel, factsAt, rule, startedAt, walk } from './cadence.fixture.ts';
import { cadenceSchema } from './cadence-schema.ts';
import { nextStep } from './next-step.ts';

const monday = at('2026-05-11 10:00');

it('takes the name of a channel alone', () => {
  expect(cadenceSchema.parse({ channels: ['console'] })).toEqual({
    channels: [{ channel: 'console', attempts: { first: 1, last: 1 }, anyTime: false, words: [] }],
    windows: [],
    days: 5,
    gapMinutes: 3,
    hoursBetween: 2,
    limits: { perHour: 100, perDay: 1000 },
    words: [],
    recontact: { staleAfterHours: 4, coolDownHours: 24, atMost: 3, words: [], onExhausted: 'cold' },
    onExhausted: 'cold',
  });
});

describe('reaching', () => {
  it('tries once a day on five days, from nine, and ends a day after the last', () => {
    const life = walk(rule(), startedAt(monday), factsAt(monday));
    expect(life.attempts).toEqual([
      '2026-05-11 10:00 sms',
      '2026-05-12 09:00 sms',
      '2026-05-13 09:00 sms',
      '2026-05-14 09:00 sms',
      '2026-05-15 09:00 sms',
    ]);
    expect(life.steps.at(-1)?.at).toBe(at('2026-05-16 09:00').getTime());
    expect(life.end).toEqual({ do: 'end', phase: 'reaching', reason: 'exhausted', onExhausted: 'cold' });
  });

  it('says what the operator wrote for the attempt of that channel, and which status a cold lead gets', () => {
    const of = rule({
      channels: ['sms', { channel: 'email', words: ['Dear {name}'] }],
      words: ['Hello {name}', 'Hello again'],
      days: 3,
      onExhausted: 'pause',
      coldStatus: 'later',
    });
    const { steps, end } = walk(of, startedAt(monday), factsAt(monday));
    const said = steps.flatMap(({ step }) => (step.do === 'attempt' ? [[step.channel, step.number, step.words]] : []));
    expect(said).toEqual([
      ['sms', 1, 'Hello {name}'],
      ['email', 1, 'Dear {name}'],
      ['sms', 2, 'Hello again'],
      ['email', 2, undefined],
      ['sms', 3, undefined],
      ['email', 3, undefined],
    ]);
    expect(end).toMatchObject({ onExhausted: 'pause', coldStatus: 'later' });
  });

  it('goes through the channels in their order, a gap between them', () => {
    const of = rule({ channels: ['call', 'sms', 'email'], days: 1, gapMinutes: 10 });
    expect(walk(of, startedAt(monday), factsAt(monday)).attempts).toEqual([
      '2026-05-11 10:00 call',
      '2026-05-11 10:10 sms',
      '2026-05-11 10:20 email',
    ]);
  });

  it('begins with the first that is allowed now where the first of the list has to wait', () => {
    const channels = [channel('call', { refusedUntil: at('2026-05-11 12:00') }), channel('sms')];
    const of = rule({ channels: ['call', 'sms'], days: 1 });
    expect(walk(of, startedAt(monday), factsAt(monday, { channels })).attempts).toEqual([
      '2026-05-11 10:00 sms',
      '2026-05-11 12:00 call',
    ]);
  });

  it('becomes rarer by the day, spread over each window', () => {
    const of = rule({ channels: [{ channel: 'sms', attempts: { first: 3, last: 0 } }], days: 4 });
    const begin = at('2026-05-11 07:00');
    expect(walk(of, startedAt(begin), factsAt(begin)).attempts).toEqual([
      '2026-05-11 09:00 sms',
      '2026-05-11 13:00 sms',
      '2026-05-11 17:00 sms',
      '2026-05-12 09:00 sms',
      '2026-05-12 15:00 sms',
      '2026-05-13 09:00 sms',
    ]);
  });

  it('counts each window by itself and leaves hours between those of one channel', () => {
    const windows = [
      { from: '09:00', to: '12:00' },
      { from: '12:00', to: '16:00' },
    ];
    const begin = at('2026-05-11 11:30');
    expect(walk(rule({ windows, days: 2 }), startedAt(begin), factsAt(begin)).attempts).toEqual([
      '2026-05-11 11:30 sms',
      '2026-05-11 13:30 sms',
      '2026-05-12 09:00 sms',
      '2026-05-12 12:00 sms',
    ]);
  });

  it('does not count days without a window, nor the evening after the last one', () => {
    const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
    const friday = at('2026-05-15 18:00');
    const of = rule({ windows: [{ weekdays, from: '09:00', to: '17:00' }], days: 6 });
    expect(walk(of, startedAt(friday), factsAt(friday)).attempts).toEqual([
      '2026-05-18 09:00 sms',
      '2026-05-19 09:00 sms',
      '2026-05-20 09:00 sms',
      '2026-05-21 09:00 sms',
      '2026-05-22 09:00 sms',
      '2026-05-25 09:00 sms',
    ]);
  });

  it('writes at any time where that is allowed, but never calls', () => {
    const night = at('2026-05-11 23:30');
    const channels = ['sms', 'call'].map((name) => ({ channel: name, anyTime: true, attempts: { first: 2, last: 2 } }));
    expect(walk(rule({ channels, days: 2 }), startedAt(night), factsAt(night)).attempts).toEqual([
      '2026-05-11 23:30 sms',
      '2026-05-12 09:00 call',
      '2026-05-12 11:30 sms',
      '2026-05-12 15:00 call',
      '2026-05-12 23:30 sms',
    ]);
  });

  it('keeps to so many a week', () => {
    const of = rule({ channels: ['sms', 'email'], atMostPerWeek: 3, days: 9 });
    expect(walk(of, startedAt(monday), factsAt(monday)).attempts).toEqual([
      '2026-05-11 10:00 sms',
      '2026-05-11 10:03 email',
      '2026-05-12 09:00 sms',
      '2026-05-18 10:00 sms',
      '2026-05-18 10:03 email',
      '2026-05-19 09:00 sms',
    ]);
  });

  it.each([
    ['hour', { lastHour: 100, lastDay: 100 }, '2026-05-11T10:30:00.000Z'],
    ['day', { lastHour: 0, lastDay: 1000 }, '2026-05-11T12:00:00.000Z'],
  ])('waits while its sender has sent enough for the %s', (_of, sender, until) => {
    const channels = [channel('sms', { sender })];
    const step = nextStep(rule(), startedAt(monday), factsAt(monday, { channels }));
    expect(step).toEqual({ do: 'wait', phase: 'reaching', until: new Date(until) });
  });

  it('gives a message by somebody else its gap', () => {
    const facts = factsAt(monday, { lastOutboundAt: at('2026-05-11 09:59') });
    expect(nextStep(rule(), startedAt(monday), facts)).toMatchObject({ until: at('2026-05-11 10:02') });
  });

  it('ends where no channel can reach the lead, also in the middle', () => {
    const channels = [channel('sms', { canReach: false })];
    const state = startedAt(monday, { attempts: [{ at: monday.toISOString(), channel: 'sms' }] });
    expect(nextStep(rule(), state, factsAt(at('2026-05-11 10:01'), { channels }))).toMatchObject({
      do: 'end',
      reason: 'no channel can reach the lead',
    });
  });

  it('is over when it comes back too late', () => {
    expect(nextStep(rule(), startedAt(monday), factsAt(at('2026-05-20 10:00')))).toMatchObject({ reason: 'exhausted' });
  });
});

describe('zones', () => {
  const coasts = ['America/New_York', 'America/Los_Angeles'];

  it('keeps to what is inside the windows in all of them', () => {
    const begin = at('2026-05-11 08:00', 'America/New_York');
    const windows = [
      { from: '09:00', to: '11:00' },
      { from: '13:00', to: '18:00' },
    ];
    const life = walk(rule({ windows, days: 2 }), startedAt(begin), factsAt(begin, { zones: coasts }));
    expect(life.attempts).toEqual(['2026-05-11 13:00 sms', '2026-05-12 13:00 sms']);
  });

  it('ends, and says why, where that is never', () => {
    const of = rule({ windows: [{ from: '09:00', to: '12:00' }] });
    expect(nextStep(of, startedAt(monday), factsAt(monday, { zones: coasts }))).toMatchObject({
      do: 'end',
      reason: 'no time is inside the windows in every time zone where the lead may be',
    });
  });

  it.each([[['Nowhere/At_All']], [[]]])('reads %j as UTC', (zones) => {
    const begin = at('2026-05-11 08:59');
    const step = nextStep(rule(), startedAt(begin), factsAt(begin, { zones }));
    expect(step).toMatchObject({ until: at('2026-05-11 09:00') });
  });
});

describe('recontacting', () => {
  const answered = at('2026-05-11 10:30');
  const facts = factsAt(at('2026-05-11 10:31'), { lastInboundAt: answered, lastOutboundAt: answered });

  it('takes the conversation up after a rest, cools down, and ends when nothing comes of it', () => {
    const of = rule({ coldStatus: 'later', recontact: { words: ['Still there?'], onExhausted: 'pause' } });
    const life = walk(of, startedAt(monday), facts);
    expect(life.attempts).toEqual(['2026-05-11 14:30 sms', '2026-05-12 14:30 sms', '2026-05-13 14:30 sms']);
    const said = life.steps.flatMap(({ step }) => (step.do === 'attempt' ? [[step.number, step.words]] : []));
    expect(said).toEqual([
      [1, 'Still there?'],
      [2, undefined],
      [3, undefined],
    ]);
    expect(life.steps.at(-1)?.at).toBe(at('2026-05-14 14:30').getTime());
    expect(life.end).toMatchObject({ phase: 'recontacting', onExhausted: 'pause', coldStatus: 'later' });
  });

  it('begins anew once the lead answered', () => {
    const recontacts = ['2026-05-08T10:00:00Z', '2026-05-09T10:00:00Z', '2026-05-10T10:00:00Z'].map((then) => {
      return { at: then, channel: 'sms' };
    });
    const state = startedAt(at('2026-05-07 10:00'), { recontacts });
    expect(nextStep(rule(), state, facts)).toMatchObject({ do: 'wait', until: at('2026-05-11 14:30') });
  });

  it('waits until it is taken up, where that is to come', () => {
    const state = startedAt(monday, { takenUpAt: at('2026-05-11 18:00').toISOString() });
    expect(nextStep(rule(), state, facts)).toMatchObject({ do: 'wait', until: at('2026-05-11 18:00') });
  });

  it('uses the channel on which the lead wrote, where it can', () => {
    const of = rule({ channels: ['sms', 'email'], recontact: { atMost: 1 } });
    const byEmail = { ...facts, lastInboundOn: 'email' };
    expect(walk(of, startedAt(monday), byEmail).attempts).toEqual(['2026-05-11 14:30 email']);
    const channels = [channel('sms'), channel('email', { canReach: false })];
    expect(walk(of, startedAt(monday), { ...byEmail, channels }).attempts).toEqual(['2026-05-11 14:30 sms']);
  });

  it('waits for a window', () => {
    const of = rule({ windows: [{ from: '09:00', to: '12:00' }], recontact: { atMost: 2 } });
    expect(walk(of, startedAt(monday), facts).attempts).toEqual(['2026-05-12 09:00 sms', '2026-05-13 09:00 sms']);
  });

  it('leaves everything as it is where the rule wants none', () => {
    const step = nextStep(rule({ recontact: false }), startedAt(monday), facts);
    expect(step).toMatchObject({ do: 'end', phase: 'recontacting', onExhausted: 'nothing' });
  });

  it('ends when for days there was no way to do it', () => {
    expect(nextStep(rule(), startedAt(monday), { ...facts, now: at('2026-06-11 10:00') })).toMatchObject({ do: 'end' });
  });
});
