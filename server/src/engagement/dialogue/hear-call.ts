import type { HeardCall } from '../situation.ts';
import { isSame, newTrack, type Track, trackAgent, trackLead } from '../understanding/track.ts';
import type { Observation, SpeechContext, Understanding } from '../understanding/types.ts';
import { validateValue } from '../understanding/validate.ts';
import type { BookingRule } from '../workflow/definition.ts';
import { tellsOtherDay } from './appointment-wishes.ts';
import { disqualifyingRule } from './disqualifying-rule.ts';
import { keepGuesses } from './guesses.ts';
import { hearSummary } from './hear-summary.ts';
import { isSureOf } from './hints.ts';
import { personByRule, personByWords } from './to-person.ts';
import { fieldOf, listeningContext, remember, type Turn } from './turn.ts';
import { mergeWish, wishOf } from './wish.ts';

/**
 * Listens to a call that is over: its words by the tracker that reads recorded conversations, each value checked as one
 * that was written. What was said last counts, also where it takes the turn's own first values back. Nothing is said
 * and nothing is booked: whoever was on the phone has done that. A summary teaches the rules no values.
 */
export function hearCall(turn: Turn, call: HeardCall): void {
  if (turn.situation.lead.isOptedOut) return;
  const speech = { ...listeningContext(turn), now: call.at, isSpoken: true };
  if (call.turns.length > 0) hearTurns(turn, call, speech);
  else hearSummary(turn, call.summary ?? '');
  if (turn.steps.some(({ step }) => step === 'opt_out')) return;
  hearHints(turn, call, speech);
  if (call.turns.length > 0 || turn.observations.length > 0) handOver(turn, personByRule(turn));
  const isHandedOver = turn.steps.some(({ step }) => step === 'hand_over');
  const rule = isHandedOver ? undefined : disqualifyingRule(turn);
  if (rule) turn.steps.push({ step: 'disqualify', key: rule.key, reason: rule.reason });
}

/**
 * Up to the turn in which the lead opts out: after it nothing is to be known. Only words that name the contact opt out
 * here: "End" answers a question, and "Stop it!" is said to a dog.
 */
function hearTurns(turn: Turn, call: HeardCall, context: SpeechContext): void {
  const listener = { fields: turn.situation.workflow.fields, context };
  const heard = new Map<string, Observation>();
  const acts = new Set(turn.acts);
  let track: Track = { ...newTrack, known: turn.known };
  for (const { speaker, text } of call.turns) {
    if (speaker === 'agent') {
      track = trackAgent(track, text, listener);
      continue;
    }
    const after = trackLead(track, text, listener);
    for (const act of after.heard.acts) acts.add(act);
    turn.acts = after.heard.acts;
    if (turn.acts.includes('opt_out') && call.isBeforeOptIn !== true) {
      turn.steps.push({ step: 'opt_out' });
      break;
    }
    track = { ...after, known: keep({ turn, heard, known: track.known }, after.heard.observations, context) };
    wish(turn, after.heard);
    askForPerson(turn, text);
  }
  turn.acts = [...acts];
  for (const observation of heard.values()) take(turn, call, observation);
}

interface Keeping {
  readonly turn: Turn;
  readonly heard: Map<string, Observation>;
  readonly known: Track['known'];
}

/** What is known after some values, as far as they pass. */
function keep({ turn, heard, known }: Keeping, said: readonly Observation[], context: SpeechContext): Track['known'] {
  const after = new Map(known);
  for (const observation of said) {
    const checked = check(turn, observation, context);
    if (!checked) continue;
    heard.set(checked.key, checked);
    after.set(checked.key, checked);
  }
  return after;
}

/** With an appointment, its day and time are what is booked. */
function check(turn: Turn, observation: Observation, context: SpeechContext): Observation | undefined {
  const field = fieldOf(turn, observation.key);
  const { booking } = turn.situation.workflow;
  const isBooked = turn.situation.appointment !== null && [booking?.dateField, booking?.timeField].includes(field?.key);
  if (!field || isBooked) return undefined;
  const checked = validateValue(field, observation.value, context);
  return checked.ok ? { ...observation, value: checked.value } : undefined;
}

/** A value that somebody set by hand stands, whatever was heard, and so does one that is newer than the call. */
function take(turn: Turn, { learnedSince = [] }: HeardCall, observation: Observation): void {
  const { key, value } = observation;
  const before = turn.known.get(key);
  if (before && isSame(before.value, value)) return;
  if (before && (before.isByHand || learnedSince.includes(key))) {
    turn.disputed.push(observation);
    return;
  }
  turn.observations.push(observation);
  turn.known.set(key, observation);
}

/** What another reader has found in it: what the rules are sure of stays, and so does what was set by hand. */
function hearHints(turn: Turn, call: HeardCall, context: SpeechContext): void {
  for (const hint of turn.hints.observations) {
    const checked = check(turn, hint, context);
    const place = turn.observations.findIndex(({ key }) => key === hint.key);
    const found = turn.observations[place];
    if (!checked || (found && (isSureOf([found], hint.key) || isSame(found.value, checked.value)))) continue;
    if (found) turn.observations.splice(place, 1);
    take(turn, call, checked);
  }
  keepGuesses(turn);
}

function wish(turn: Turn, heard: Understanding): void {
  const { booking } = turn.situation.workflow;
  const said = booking && wishFor(turn, heard, booking);
  if (said) remember(turn, { wish: mergeWish(turn.dialogue.wish, said), refused: [] });
}

function wishFor(turn: Turn, heard: Understanding, booking: BookingRule) {
  if (turn.situation.appointment !== null || tellsOtherDay(turn, booking, heard.observations)) return undefined;
  return wishOf(heard, booking);
}

function askForPerson(turn: Turn, text: string): void {
  handOver(turn, personByWords(turn, text));
}

function handOver(turn: Turn, reason: string | undefined): void {
  const isAsked = turn.steps.some(({ step }) => step === 'hand_over');
  if (reason !== undefined && !isAsked) turn.steps.push({ step: 'hand_over', reason: `${reason} in a call` });
}
