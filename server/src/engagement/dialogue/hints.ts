import type { DialogueAct, Observation, Understanding } from '../understanding/types.ts';

/** What another reader of a message has found in it and what was checked: the rules take it up where they found nothing. */
export interface Hints {
  readonly observations: readonly Observation[];
  /** What it takes the words for though nothing of ours finds it there: asked before it counts. */
  readonly guesses?: readonly Observation[];
  /** Index into the slots offered. */
  readonly slot?: number;
  /** The key of the workflow's answer to what is asked. */
  readonly answer?: string;
}

/** From here on what the rules have found stands. */
const SURE = 0.8;

/** Whether the rules are sure of what they have found for a field. */
export function isSureOf(found: readonly Observation[], key: string): boolean {
  return found.some((one) => one.key === key && one.confidence >= SURE);
}

/** A message as the rules understood it, with what the hints add. */
export function withHints(heard: Understanding, { observations, slot }: Hints): Understanding {
  const added = observations.filter(({ key }) => !isSureOf(heard.observations, key));
  const kept = heard.observations.filter(({ key }) => !added.some((one) => one.key === key));
  const chosen = heard.chosenSlot ?? (heard.acts.some((act) => undecided.has(act)) ? undefined : slot);
  return { ...heard, observations: [...kept, ...added], ...(chosen !== undefined && { chosenSlot: chosen }) };
}

/** Who says such a thing has not chosen. */
const undecided: ReadonlySet<DialogueAct> = new Set([
  'reject',
  'ask',
  'unsure',
  'wait',
  'request_other',
  'request_other_times',
  'request_cancel',
]);
