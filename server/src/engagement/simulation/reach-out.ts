import { capabilitiesOf } from '../../kernel/channel.ts';
import type { CadenceRule } from '../cadence/cadence-schema.ts';
import { nextStep } from '../cadence/next-step.ts';
import type { CadenceFacts, CadenceState, CadenceStep } from '../cadence/types.ts';
import type { LookingUp } from '../dialogue/informed.ts';
import { silencedBy } from '../policy/silenced-by.ts';
import { mayEnter } from '../statuses.ts';
import { without } from './agenda.ts';
import { withdrawDraft } from './people.ts';
import { enterStatus, factsOf } from './progress.ts';
import { react } from './react.ts';
import { lastInbound, sendingOn, zonesOf } from './sending.ts';
import { nextAppointment, note, statusOf, type World } from './world.ts';

type Attempt = Extract<CadenceStep, { do: 'attempt' }>;
type End = Extract<CadenceStep, { do: 'end' }>;

/** The next step of the cadence, as the product takes it: an attempt, waiting for its time, or the end. */
export function* reachOut(world: World): LookingUp<void> {
  const rule = ruleNow(world);
  if (!rule) return;
  world.agenda = without(world.agenda, 'attempt_due');
  const silence = silencedBy(standingOf(world));
  if (silence) {
    note(world, { kind: 'note', text: `Attempts to reach the lead stop: ${silence.rule}` });
    return;
  }
  world.cadence ??= newState(world);
  tellOfMissing(world, rule, world.cadence);
  const refused = new Set<string>();
  while (!(yield* takeStep(world, rule, refused)));
}

/** Whether a step was taken; a channel that the policy refuses is left out, and the next one tried. */
function* takeStep(world: World, rule: CadenceRule, refused: Set<string>): LookingUp<boolean> {
  const step = nextStep(rule, world.cadence ?? newState(world), factsNow(world, rule, refused));
  if (step.do === 'wait') {
    note(world, { kind: 'waits', until: step.until.toISOString(), rule: 'no attempt is due before' });
    comeBack(world, step.until);
  } else if (step.do === 'end') endCadence(world, step);
  else {
    const outcome = yield* attempt(world, step);
    if (outcome === 'refused') {
      refused.add(step.channel);
      return false;
    }
    if (outcome === 'said') noteAttempt(world, rule, step);
    else comeBack(world, outcome);
  }
  return true;
}

/** The cadence, where there is something to reach the lead for. */
function ruleNow(world: World): CadenceRule | undefined {
  const status = statusOf(world, world.statusKey);
  const isOpen = status?.category === 'active' && !status.flags.includes('booking_target');
  return world.isRunActive && isOpen && nextAppointment(world) === null ? world.definition.cadence : undefined;
}

function standingOf(world: World) {
  const status = statusOf(world, world.statusKey);
  return {
    isStopped: false,
    isOptedOut: world.isOptedOut,
    isPersons: world.owner === 'person' || world.isTakenOver,
    run: {
      isPaused: world.runStatus === 'paused',
      isWorkflowPaused: false,
      pausedByStatus: status?.flags.includes('pauses_agent') ? status.label : null,
    },
  };
}

/** Who has written already is talking with us: it is not reached, but taken up again. */
function newState(world: World): CadenceState {
  const phase = lastInbound(world) === undefined ? 'reaching' : 'recontacting';
  return { startedAt: world.input.startAt.toISOString(), phase, attempts: [], recontacts: [] };
}

function factsNow(world: World, rule: CadenceRule, refused: ReadonlySet<string>): CadenceFacts {
  const inbound = lastInbound(world);
  return {
    now: world.now,
    zones: zonesOf(world),
    channels: rule.channels.flatMap(({ channel: name }) => {
      if (!world.input.channels.has(name)) return [];
      const { isCall } = capabilitiesOf(world.input.channels, name);
      const canReach = sendingOn(world, name).address !== null && !refused.has(name);
      return [{ name, isCall, canReach, sender: { lastHour: 0, lastDay: 0 } }];
    }),
    lastInboundAt: inbound?.at,
    lastInboundOn: inbound?.channel,
    lastOutboundAt: lastOutboundAt(world),
  };
}

/** As the product reads it: of the conversations in which the lead has not the last word. */
function lastOutboundAt({ messages }: World): Date | undefined {
  const channels = new Set(messages.map(({ channel }) => channel));
  const lasts = [...channels].flatMap((name) => {
    const last = messages.findLast(({ channel }) => channel === name);
    return last && last.author !== 'lead' ? [last.at.getTime()] : [];
  });
  return lasts.length === 0 ? undefined : new Date(Math.max(...lasts));
}

/** What came of it; a moment where the words have to wait. */
function* attempt(world: World, { channel, number, words }: Attempt): LookingUp<'said' | 'refused' | Date> {
  const before = world.happened.length;
  world.channel = channel;
  let until: Date | undefined;
  yield* react(world, { kind: 'attempt_due', number, words: words ?? null }, (then) => {
    until = then;
  });
  if (until) return until;
  const news = world.happened.slice(before);
  const isSaid = news.some((one) => one.kind === 'message' || (one.kind === 'draft' && one.change === 'written'));
  return isSaid ? 'said' : 'refused';
}

function noteAttempt(world: World, rule: CadenceRule, { phase, channel, number }: Attempt): void {
  const before = world.cadence ?? newState(world);
  const list = phase === 'reaching' ? 'attempts' : 'recontacts';
  world.cadence = { ...before, phase, [list]: [...before[list], { at: world.now.toISOString(), channel }] };
  note(world, { kind: 'attempt', phase, channel, number });
  const next = nextStep(rule, world.cadence, { ...factsNow(world, rule, new Set()), lastOutboundAt: world.now });
  comeBack(world, next.do === 'wait' ? next.until : new Date(world.now.getTime() + rule.gapMinutes * 60_000));
}

function comeBack(world: World, dueAt: Date): void {
  world.agenda = [...world.agenda, { kind: 'attempt_due', dueAt }];
}

function tellOfMissing(world: World, rule: CadenceRule, state: CadenceState): void {
  const missing = rule.channels.map(({ channel }) => channel).filter((name) => !world.input.channels.has(name));
  if (missing.length === 0 || state.attempts.length > 0 || state.recontacts.length > 0) return;
  note(world, { kind: 'note', text: `Does not try ${missing.join(', ')}: not connected here` });
}

function endCadence(world: World, step: End): void {
  const count = (world.cadence?.attempts.length ?? 0) + (world.cadence?.recontacts.length ?? 0);
  const reason = step.reason === 'exhausted' ? `no answer to ${count} attempt${count === 1 ? '' : 's'}` : step.reason;
  note(world, { kind: 'note', text: `Attempts to reach the lead end: ${reason}` });
  if (step.onExhausted === 'pause') pause(world, reason);
  if (step.onExhausted === 'cold') goCold(world, step, reason);
}

function pause(world: World, reason: string): void {
  world.runStatus = 'paused';
  withdrawDraft(world, reason);
  note(world, { kind: 'note', text: `Paused: ${reason}` });
}

function goCold(world: World, { coldStatus }: End, reason: string): void {
  const cold = coldStatus ?? world.definition.statuses.find(({ category }) => category === 'deferred')?.key;
  if (cold === undefined) return;
  const entry = mayEnter(world.definition, factsOf(world), cold);
  if (entry.ok) enterStatus(world, entry.status, reason);
  else note(world, { kind: 'note', text: `Did not go to the status ${cold}: ${entry.refusal.message}` });
}
