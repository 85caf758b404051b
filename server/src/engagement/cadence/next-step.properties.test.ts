import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { weekdays } from '../workflow/definition.ts';
import { channel, rule, startedAt, walk, wall } from './cadence.fixture.ts';
import type { CadenceRule } from './cadence-schema.ts';
import { attemptsOn } from './due-at.ts';
import { nextStep } from './next-step.ts';
import type { CadenceFacts, ChannelFacts } from './types.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const names = ['sms', 'call', 'email'] as const;
const clockTime = (quarter: number) =>
  `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;

const attempts = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 })).map(([a, b]) => {
  return { first: Math.max(a, b), last: Math.min(a, b) };
});
const channels = fc
  .subarray([...names], { minLength: 1 })
  .chain((some) =>
    fc.tuple(...some.map((name) => fc.record({ channel: fc.constant(name), attempts, anyTime: fc.boolean() }))),
  );
/** Windows between these times of the day, and so without an overlap. */
const windows = fc
  .record({
    times: fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 }),
    weekdays: fc.subarray([...weekdays], { minLength: 1 }),
  })
  .map(({ times, weekdays: days }) => {
    const sorted = times.toSorted((a, b) => a - b);
    return sorted.flatMap((from, index) => {
      const to = sorted[index + 1];
      return index % 2 === 1 || to === undefined ? [] : [{ weekdays: days, from: clockTime(from), to: clockTime(to) }];
    });
  });
const rules = fc
  .record(
    {
      channels,
      windows,
      days: fc.integer({ min: 1, max: 12 }),
      gapMinutes: fc.integer({ min: 1, max: 200 }),
      hoursBetween: fc.double({ min: 0.25, max: 30, noNaN: true }),
      atMostPerWeek: fc.integer({ min: 1, max: 9 }),
      recontact: fc.oneof(
        fc.constant(false),
        fc.record({
          staleAfterHours: fc.double({ min: 0.25, max: 80, noNaN: true }),
          coolDownHours: fc.double({ min: 1, max: 80, noNaN: true }),
          atMost: fc.integer({ min: 1, max: 10 }),
        }),
      ),
    },
    { requiredKeys: ['channels'] },
  )
  .map(rule);

const changes = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-05-11',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
  '2018-11-04',
  '2026-12-30',
];
const instants = fc
  .tuple(fc.constantFrom(...changes), fc.integer({ min: -6 * 86_400_000, max: 2 * 86_400_000 }))
  .map(([date, ms]) => new Date(Date.parse(`${date}T00:00:00Z`) + ms));
const zones = fc.subarray(
  ['America/New_York', 'America/Sao_Paulo', 'Europe/Lisbon', 'Australia/Lord_Howe', 'Asia/Kolkata'],
  {
    minLength: 1,
    maxLength: 2,
  },
);
const histories = fc.record({
  of: rules,
  now: instants,
  zones,
  phase: fc.constantFrom('reaching', 'recontacting'),
  unreachable: fc.subarray([...names], { maxLength: 1 }),
  refusedFor: fc.integer({ min: 0, max: 40 * hourMs }),
  busy: fc.boolean(),
});
type History = Parameters<Parameters<typeof histories.map>[0]>[0];

function factsOf({ now, zones: its, unreachable, refusedFor, busy, phase }: History): CadenceFacts {
  const facts = names.map((name): ChannelFacts => {
    const sender = { lastHour: busy && name === 'sms' ? 100 : 0, lastDay: 0 };
    const canReach = !unreachable.includes(name);
    const refusedUntil = name === 'email' ? new Date(now.getTime() + refusedFor) : undefined;
    return channel(name, { sender, canReach, refusedUntil });
  });
  const lastInboundAt = phase === 'recontacting' ? new Date(now.getTime() - hourMs) : undefined;
  return { now, zones: its, channels: facts, lastInboundAt, lastOutboundAt: undefined };
}

const live = (history: History) => walk(history.of, startedAt(history.now, { phase: history.phase }), factsOf(history));
const holdsFor = (property: (history: History) => void) =>
  fc.assert(fc.property(histories, property), { numRuns: 150 });

it('always ends, waits only for later instants, and never for the same twice', () => {
  holdsFor((history) => {
    let until = Number.NEGATIVE_INFINITY;
    for (const { at, step } of live(history).steps) {
      if (step.do !== 'wait') continue;
      expect(step.until.getTime()).toBeGreaterThan(at);
      expect(step.until.getTime()).toBeGreaterThan(until);
      until = step.until.getTime();
    }
  });
});

it('answers the same question the same way, and leaves what it is given alone', () => {
  holdsFor((history) => {
    const [state, facts] = [startedAt(history.now), factsOf(history)];
    const before = structuredClone([history.of, state, facts]);
    expect(nextStep(history.of, state, facts)).toEqual(nextStep(structuredClone(history.of), state, facts));
    expect([history.of, state, facts]).toEqual(before);
  });
});

it('never calls outside a window of any zone, nor writes where it must not', () => {
  holdsFor((history) => {
    for (const made of allAttempts(history)) {
      const settings = history.of.channels.find((one) => one.channel === made.channel);
      if (settings?.anyTime && made.channel !== 'call') continue;
      for (const zone of history.zones) expect(windowAt(history.of, zone, made.at), zone).toBeDefined();
    }
  });
});

it('uses no channel that cannot reach the lead or is refused', () => {
  holdsFor((history) => {
    for (const made of allAttempts(history)) {
      expect(history.unreachable).not.toContain(made.channel);
      if (made.channel === 'email') expect(made.at).toBeGreaterThanOrEqual(history.now.getTime() + history.refusedFor);
      if (made.channel === 'sms') expect(history.busy).toBe(false);
    }
  });
});

it('keeps the gaps, the hours between and what a week may hold', () => {
  holdsFor((history) => {
    const all = allAttempts(history);
    for (const [index, made] of all.entries()) {
      const before = all[index - 1];
      if (before) expect(made.at - before.at).toBeGreaterThanOrEqual(history.of.gapMinutes * 60_000);
      const own = all.slice(0, index).findLast((one) => one.channel === made.channel);
      if (own) expect(made.at - own.at).toBeGreaterThanOrEqual(history.of.hoursBetween * hourMs);
      const week = all.filter((one) => one.at > made.at - 7 * dayMs && one.at <= made.at);
      expect(week.length).toBeLessThanOrEqual(history.of.atMostPerWeek ?? 1000);
    }
  });
});

it('makes no more attempts in a window, a day and all than the rule allows', () => {
  holdsFor((history) => {
    const [zone = ''] = history.zones;
    const made = allAttempts(history, 'attempts');
    for (const { channel: name, attempts: of, anyTime } of history.of.channels) {
      const buckets = new Map<string, number>();
      for (const one of made.filter((each) => each.channel === name)) {
        const bucket = anyTime && name !== 'call' ? '' : windowAt(history.of, zone, one.at);
        const key = `${wall(one.at, zone).slice(0, 10)} ${bucket}`;
        buckets.set(key, (buckets.get(key) ?? 0) + 1);
      }
      for (const count of buckets.values()) expect(count).toBeLessThanOrEqual(of.first);
    }
    expect(new Set(made.map((one) => wall(one.at, zone).slice(0, 10))).size).toBeLessThanOrEqual(history.of.days);
  });
});

it('contacts a silent lead again only after its rest and cool-down, and so often at most', () => {
  holdsFor((history) => {
    const { recontact } = history.of;
    const made = allAttempts(history, 'recontacts');
    if (recontact === false) {
      expect(made).toEqual([]);
      return;
    }
    expect(made.length).toBeLessThanOrEqual(recontact.atMost);
    for (const [index, { at }] of made.entries()) {
      const before = made[index - 1]?.at;
      expect(at).toBeGreaterThanOrEqual(history.now.getTime() - hourMs + recontact.staleAfterHours * hourMs);
      if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(recontact.coolDownHours * hourMs);
    }
  });
});

it('allows from the first day to the last never more than the day before', () => {
  fc.assert(
    fc.property(attempts, fc.integer({ min: 1, max: 60 }), (of, days) => {
      const settings = { channel: 'sms', attempts: of, anyTime: false, words: [] };
      const allowed = Array.from({ length: days + 1 }, (_, day) => attemptsOn(settings, day, days));
      expect(allowed).toEqual(allowed.toSorted((a, b) => b - a));
      expect([allowed[0], allowed[days]]).toEqual([of.first, 0]);
      if (days > 1) expect(allowed[days - 1]).toBe(of.last);
    }),
  );
});

interface Made {
  readonly at: number;
  readonly channel: string;
}

function allAttempts(history: History, list?: 'attempts' | 'recontacts'): Made[] {
  const { state } = live(history);
  const made = list === undefined ? [...state.attempts, ...state.recontacts] : state[list];
  return made.map((one) => ({ at: Date.parse(one.at), channel: one.channel }));
}

/** The window that is open by the wall of a zone, told by another way than the one that is tested. */
function windowAt(of: CadenceRule, zone: string, instantMs: number): string | undefined {
  const local = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const all = of.windows.length > 0 ? of.windows : [{ weekdays, from: '09:00', to: '21:00' }];
  const open = all.find(({ weekdays: days, from, to }) => {
    const weekday = weekdays[local.dayOfWeek - 1];
    return weekday !== undefined && days.includes(weekday) && from <= time && time < to;
  });
  return open?.from;
}
