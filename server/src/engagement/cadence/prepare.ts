import { dayMs, minuteMs } from '../calendar/zone-clock.ts';
import { weekdays } from '../workflow/booking-schema.ts';
import type { CadenceChannel, CadenceRule } from './cadence-schema.ts';
import { clockOf, type Week, weekOf } from './open-times.ts';
import type { Attempt, CadenceFacts, CadencePhase, CadenceState, ChannelFacts } from './types.ts';

/** A step's question made ready, in milliseconds. */
export interface Prepared {
  readonly rule: CadenceRule;
  readonly phase: CadencePhase;
  readonly now: number;
  /** Since when its days count: since it was taken up again, where it was. */
  readonly startedAt: number;
  /** How many of its days were used up before. */
  readonly usedDays: number;
  readonly week: Week;
  readonly zones: readonly string[];
  /** The zone whose days are the lead's. */
  readonly zone: string;
  readonly attempts: readonly Touch[];
  readonly recontacts: readonly Touch[];
  /** The latest attempt of either kind; -Infinity where there is none. */
  readonly lastTouch: number;
  /** Whether each day counts, as a channel writes at any time, or only those with a window. */
  readonly countsAllDays: boolean;
  /** Those of the rule that can reach the lead, in its order. */
  readonly channels: readonly UsableChannel[];
}

export interface Touch {
  readonly at: number;
  readonly channel: string;
}

export interface UsableChannel {
  readonly name: string;
  readonly settings: CadenceChannel;
  readonly keepsToWindows: boolean;
  /** Before this instant neither gaps nor limits nor the policy allow it. */
  readonly notBefore: number;
}

/** Whole milliseconds of hours that an operator wrote, such as 1.3. */
export function msOfHours(hours: number): number {
  return Math.ceil(hours * 60 * minuteMs);
}

export function prepare(rule: CadenceRule, state: CadenceState, facts: CadenceFacts): Prepared {
  const now = facts.now.getTime();
  const beganAt = Date.parse(state.startedAt);
  const startedAt = state.takenUpAt === undefined ? beganAt : Date.parse(state.takenUpAt);
  const zones = facts.zones.length === 0 ? ['UTC'] : facts.zones;
  const attempts = state.attempts.map(touchOf);
  const recontacts = state.recontacts.map(touchOf);
  const touches = attempts.concat(recontacts).sort((a, b) => a.at - b.at);
  const lastTouch = touches.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const hasAnswered = facts.lastInboundAt !== undefined && facts.lastInboundAt.getTime() >= beganAt;
  const free = Math.max(now, gapEnd(rule, lastTouch, facts.lastOutboundAt), weekEnd(rule, touches));
  return {
    rule,
    phase: hasAnswered ? 'recontacting' : state.phase,
    now,
    startedAt,
    usedDays: daysBefore(attempts, startedAt, zones[0] ?? 'UTC'),
    week: weekOfRule(rule),
    zones,
    zone: zones[0] ?? 'UTC',
    attempts,
    recontacts,
    lastTouch,
    countsAllDays: rule.channels.some((one) => one.anyTime && !factsOf(one, facts)?.isCall),
    channels: rule.channels.flatMap((settings) => {
      const channel = factsOf(settings, facts);
      return channel?.canReach
        ? usable(settings, channel, Math.max(free, lastOn(rule, touches, channel)), rule, now)
        : [];
    }),
  };
}

function factsOf(settings: CadenceChannel, facts: CadenceFacts): ChannelFacts | undefined {
  return facts.channels.find(({ name }) => name === settings.channel);
}

function usable(
  settings: CadenceChannel,
  channel: ChannelFacts,
  free: number,
  { limits }: CadenceRule,
  now: number,
): UsableChannel {
  const { lastHour, lastDay } = channel.sender;
  const senderFree =
    lastDay >= limits.perDay ? now + 120 * minuteMs : lastHour >= limits.perHour ? now + 30 * minuteMs : now;
  return {
    name: settings.channel,
    settings,
    keepsToWindows: channel.isCall || !settings.anyTime,
    notBefore: Math.max(free, senderFree, channel.refusedUntil?.getTime() ?? now),
  };
}

function gapEnd(rule: CadenceRule, lastTouch: number, lastOutboundAt: Date | undefined): number {
  const last = Math.max(lastTouch, lastOutboundAt?.getTime() ?? Number.NEGATIVE_INFINITY);
  return last + rule.gapMinutes * minuteMs;
}

/** When another attempt would not be one too many within seven days. */
function weekEnd({ atMostPerWeek }: CadenceRule, touches: readonly Touch[]): number {
  const first = atMostPerWeek === undefined ? undefined : touches.at(-atMostPerWeek);
  return first === undefined || touches.length < (atMostPerWeek ?? 0) ? Number.NEGATIVE_INFINITY : first.at + 7 * dayMs;
}

function lastOn(rule: CadenceRule, touches: readonly Touch[], { name }: ChannelFacts): number {
  const last = touches.findLast(({ channel }) => channel === name);
  return last === undefined ? Number.NEGATIVE_INFINITY : last.at + msOfHours(rule.hoursBetween);
}

function touchOf({ at, channel }: Attempt): Touch {
  return { at: Date.parse(at), channel };
}

/** Kept by the rule, which a version of a workflow never changes. */
function weekOfRule(rule: CadenceRule): Week {
  const known = weeks.get(rule);
  if (known !== undefined) return known;
  const week = weekOf(rule.windows.length === 0 ? [{ weekdays, from: '09:00', to: '21:00' }] : rule.windows);
  weeks.set(rule, week);
  return week;
}

const weeks = new WeakMap<CadenceRule, Week>();

/** The local days on which attempts were made before an instant. */
function daysBefore(attempts: readonly Touch[], startedAt: number, zone: string): number {
  const dayOf = (at: number) => Math.floor(clockOf(zone, at).wallAt(at) / dayMs);
  return new Set(attempts.filter(({ at }) => at < startedAt).map(({ at }) => dayOf(at))).size;
}
