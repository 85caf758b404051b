import { dayMs } from '../calendar/zone-clock.ts';
import type { Wording } from '../workflow/primitives.ts';
import type { CadenceRule, RecontactRule } from './cadence-schema.ts';
import { dueAt, firstDayOf } from './due-at.ts';
import { nextOpen } from './open-times.ts';
import { msOfHours, type Prepared, prepare, type UsableChannel } from './prepare.ts';
import type { CadenceFacts, CadenceState, CadenceStep, EndReason } from './types.ts';

/** How long a lead has to answer the last attempt before its cadence is over. */
const ANSWER_MS = dayMs;

/** How late a conversation may still be taken up again; any window opens sooner. */
const LATE_MS = 14 * dayMs;

/**
 * What a cadence does now: an attempt, waiting (until a later instant, always), or ending. The same answer for the same
 * question; whoever makes the attempt adds it to the state.
 */
export function nextStep(rule: CadenceRule, state: CadenceState, facts: CadenceFacts): CadenceStep {
  const plan = prepare(rule, state, facts);
  if (plan.phase === 'reaching') return reach(plan);
  if (rule.recontact === false) return end(plan, 'exhausted', { onExhausted: 'nothing' });
  return recontact(plan, rule.recontact, facts);
}

function reach(plan: Prepared): CadenceStep {
  if (plan.channels.length === 0) return end(plan, 'no channel can reach the lead', plan.rule);
  const firstDay = firstDayOf(plan);
  const due = plan.channels.map((channel) => ({ channel, at: dueAt(plan, channel, firstDay) }));
  const next = earliest(due);
  if (next === undefined) {
    const neverOpen = due.every(({ at }) => at === 'closed');
    return endAfter(plan, plan.lastTouch + ANSWER_MS, neverOpen ? NEVER_OPEN : 'exhausted', plan.rule);
  }
  if (next.at > plan.now) return wait(plan, next.at);
  const { name, settings } = next.channel;
  const number = plan.attempts.filter(({ channel }) => channel === name).length + 1;
  return attempt(plan, name, number, settings.words.length > 0 ? settings.words : plan.rule.words);
}

function recontact(plan: Prepared, rule: RecontactRule, facts: CadenceFacts): CadenceStep {
  const answered = facts.lastInboundAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const since = plan.recontacts.filter(({ at }) => at > answered);
  const then = { onExhausted: rule.onExhausted, coldStatus: rule.coldStatus ?? plan.rule.coldStatus };
  const coolDown = msOfHours(rule.coolDownHours);
  const coolAt = (since.at(-1)?.at ?? Number.NEGATIVE_INFINITY) + coolDown;
  if (since.length >= rule.atMost) return endAfter(plan, coolAt, 'exhausted', then);
  if (plan.channels.length === 0) return end(plan, 'no channel can reach the lead', then);
  const silentSince = Math.max(answered, facts.lastOutboundAt?.getTime() ?? answered, plan.lastTouch);
  const begun = Number.isFinite(silentSince) ? silentSince : plan.startedAt;
  const dueAfter = Math.max(begun + msOfHours(rule.staleAfterHours), coolAt, plan.startedAt);
  if (plan.now > dueAfter + LATE_MS) return end(plan, 'exhausted', then);
  const next = earliest(
    answeredFirst(plan, facts).map((channel) => {
      const from = Math.max(dueAfter, channel.notBefore);
      return { channel, at: (channel.keepsToWindows ? nextOpen(plan.week, plan.zones, from) : from) ?? 'closed' };
    }),
  );
  if (next === undefined) return end(plan, NEVER_OPEN, then);
  if (next.at > plan.now) return wait(plan, next.at);
  return attempt(plan, next.channel.name, since.length + 1, rule.words);
}

const NEVER_OPEN = 'no time is inside the windows in every time zone where the lead may be';

/** The channel on which the lead wrote, where it can be reached there; else all of them. */
function answeredFirst(plan: Prepared, { lastInboundOn }: CadenceFacts): readonly UsableChannel[] {
  const own = plan.channels.filter(({ name }) => name === lastInboundOn);
  return own.length > 0 ? own : plan.channels;
}

interface Due {
  readonly channel: UsableChannel;
  readonly at: number;
}

/** The first to come; of those at one instant, the first in the rule's order. */
function earliest(all: readonly { channel: UsableChannel; at: number | string }[]): Due | undefined {
  let first: Due | undefined;
  for (const { channel, at } of all) {
    if (typeof at === 'number' && (first === undefined || at < first.at)) first = { channel, at };
  }
  return first;
}

function attempt(plan: Prepared, channel: string, number: number, written: readonly Wording[]): CadenceStep {
  const words = written[number - 1];
  return { do: 'attempt', phase: plan.phase, channel, number, ...(words !== undefined && { words }) };
}

function wait(plan: Prepared, until: number): CadenceStep {
  return { do: 'wait', phase: plan.phase, until: new Date(until) };
}

type Ending = Pick<CadenceRule, 'onExhausted' | 'coldStatus'>;

function endAfter(plan: Prepared, at: number, reason: EndReason, ending: Ending): CadenceStep {
  return at > plan.now ? wait(plan, at) : end(plan, reason, ending);
}

function end(plan: Prepared, reason: EndReason, { onExhausted, coldStatus }: Ending): CadenceStep {
  return { do: 'end', phase: plan.phase, reason, onExhausted, ...(coldStatus !== undefined && { coldStatus }) };
}
