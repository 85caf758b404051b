// What the tests of the cadence share.
import { Temporal } from 'temporal-polyfill';
import { type CadenceRule, cadenceSchema } from './cadence-schema.ts';
import { nextStep } from './next-step.ts';
import type { CadenceFacts, CadenceState, CadenceStep, ChannelFacts } from './types.ts';

export function rule(written: Readonly<Record<string, unknown>> = {}): CadenceRule {
  return cadenceSchema.parse({ channels: ['sms'], ...written });
}

export function channel(name: string, overrides: Partial<ChannelFacts> = {}): ChannelFacts {
  return { name, isCall: name === 'call', canReach: true, sender: { lastHour: 0, lastDay: 0 }, ...overrides };
}

export function factsAt(now: Date, overrides: Partial<CadenceFacts> = {}): CadenceFacts {
  return {
    now,
    zones: ['UTC'],
    channels: [channel('sms'), channel('call'), channel('email')],
    lastInboundAt: undefined,
    lastOutboundAt: undefined,
    ...overrides,
  };
}

export function startedAt(at: Date, overrides: Partial<CadenceState> = {}): CadenceState {
  return { startedAt: at.toISOString(), phase: 'reaching', attempts: [], recontacts: [], ...overrides };
}

export interface Walk {
  /** "2026-05-11 09:00 sms" by the wall of the first zone. */
  readonly attempts: readonly string[];
  readonly steps: readonly { readonly at: number; readonly step: CadenceStep }[];
  readonly state: CadenceState;
  readonly end: Extract<CadenceStep, { do: 'end' }>;
}

/** Lives through a cadence in virtual time, a lead that never answers again. Throws where it goes on for ever. */
export function walk(
  of: CadenceRule,
  begin: CadenceState,
  facts: CadenceFacts,
  after?: (step: CadenceStep) => Partial<CadenceFacts>,
): Walk {
  let [state, now, lastOutboundAt] = [begin, facts.now.getTime(), facts.lastOutboundAt];
  const steps: Walk['steps'][number][] = [];
  const attempts: string[] = [];
  let changed: Partial<CadenceFacts> = {};
  for (let turn = 0; turn < 5000; turn += 1) {
    const step = nextStep(of, state, { ...facts, lastOutboundAt, ...changed, now: new Date(now) });
    steps.push({ at: now, step });
    if (step.do === 'end') return { attempts, steps, state, end: step };
    if (step.do === 'wait') now = step.until.getTime();
    else {
      const made = { at: new Date(now).toISOString(), channel: step.channel };
      const list = step.phase === 'reaching' ? 'attempts' : 'recontacts';
      state = { ...state, [list]: [...state[list], made] };
      attempts.push(`${wall(now, facts.zones[0] ?? 'UTC')} ${step.channel}`);
      lastOutboundAt = new Date(now);
    }
    changed = after?.(step) ?? {};
  }
  throw new Error('The cadence never ends.');
}

export function wall(instantMs: number, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return local.toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** The first instant at which the wall of a zone shows "2026-05-11 09:00"; that of the jump where it never does. */
export function at(local: string, timeZone = 'UTC'): Date {
  const zoned = Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime(timeZone, {
    disambiguation: 'earlier',
  });
  return new Date(zoned.epochMilliseconds);
}
