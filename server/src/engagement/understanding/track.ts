import type { WorkflowField } from '../workflow/definition.ts';
import { type AgentTurn, readAgentTurn } from './agent/read-turn.ts';
import type { DialogueAct, Expectation, Observation, SpeechContext, Understanding, VariableValue } from './types.ts';
import { understand } from './understand.ts';

/** A value as it is known, with the words in which it was said. */
export interface Known {
  readonly value: VariableValue;
  readonly valueText: string;
  readonly confidence: number;
}

/** What is known of a lead in the middle of a conversation, and what its next words may refer to. */
export interface Track {
  readonly known: ReadonlyMap<string, Known>;
  readonly expectation: Expectation;
  /** The language that the lead was last heard in. */
  readonly language?: string;
}

/** Whom one listens to: the workflow's fields, and where and when. */
export interface Listener {
  readonly fields: readonly WorkflowField[];
  readonly context: SpeechContext;
}

export const newTrack: Track = { known: new Map(), expectation: { fields: [], proposed: [], slots: [] } };

/** After words of the agent: what they ask for, read back and suggest. */
export function trackAgent(track: Track, text: string, listener: Listener): Track {
  const { fields } = listener;
  const context = contextOf(track, listener);
  const turn = readAgentTurn(text, context, fields, valuesOf(track.known));
  return { ...track, expectation: expectAfter(turn, track.expectation) };
}

/** After words of the lead: what is known now, and what they were understood to say. */
export function trackLead(track: Track, text: string, listener: Listener): Track & { heard: Understanding } {
  const { known, expectation } = track;
  const context = contextOf(track, listener);
  const heard = understand({ text, context, fields: listener.fields, known: valuesOf(known), expectation });
  const merged = merge(known, heard.observations);
  const kept = keepsOffer(heard, track) ? expectation.offered : undefined;
  const learned = heard.observations.map(({ key }) => key);
  return {
    heard,
    language: heard.language,
    known: merged,
    expectation: { fields: [], proposed: [], slots: [], learned, ...(kept && { offered: kept }) },
  };
}

function contextOf({ language }: Track, { context }: Listener): SpeechContext {
  return language === undefined ? context : { ...context, language };
}

/** What is known with what was understood: what was said again in other words keeps the words said first. */
export function merge(known: ReadonlyMap<string, Known>, said: readonly Observation[]): ReadonlyMap<string, Known> {
  const merged = new Map(known);
  for (const { key, value, valueText, confidence } of said) {
    const before = merged.get(key);
    if (before && isSame(before.value, value)) continue;
    merged.set(key, { value, valueText, confidence });
  }
  return merged;
}

export function isSame(a: VariableValue, b: VariableValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function valuesOf(known: ReadonlyMap<string, Known>): ReadonlyMap<string, VariableValue> {
  return new Map([...known].map(([key, one]) => [key, one.value]));
}

function expectAfter(turn: AgentTurn, before: Expectation): Expectation {
  const offered = turn.suggested.length > 0 ? turn.suggested : before.offered;
  return {
    fields: turn.asked,
    proposed: turn.readBack,
    slots: [],
    ...(before.learned && { learned: before.learned }),
    ...(offered && { offered }),
    ...(turn.asksMore && { confirming: 'more' as const }),
  };
}

/** Whether what was suggested is still open: neither taken nor refused, and nothing else is looked for. */
function keepsOffer({ acts, observations }: Understanding, { known, expectation: { offered } }: Track): boolean {
  if (!offered || drops.some((act) => acts.includes(act))) return false;
  return observations.every(({ key, value }) => {
    const before = known.get(key);
    return before !== undefined && isSame(before.value, value);
  });
}

const drops: readonly DialogueAct[] = ['reject', 'request_other', 'request_other_times'];
