import type { WorkflowField } from '../workflow/definition.ts';

/** Money as it is stored: an amount in major units and its ISO 4217 code. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/**
 * A variable's value by field type: text, name, place, email, url, select: string; phone: E.164; number, integer: number;
 * currency: Money; boolean: boolean; multiselect: string[]; date: YYYY-MM-DD; time: HH:MM;
 * datetime: ISO 8601 in UTC with milliseconds.
 */
export type VariableValue = string | number | boolean | readonly string[] | Money;

/** Where and when the words were said. Everything an extractor may know besides the words. */
export interface SpeechContext {
  /** The moment the words were said. */
  readonly now: Date;
  /** IANA time zone in which "tomorrow" and "at nine" are meant. */
  readonly timeZone: string;
  /** ISO 3166 country whose national phone numbers, date order and currency are meant first. */
  readonly country: string;
  /** BCP 47 language of the words where they do not show another one. */
  readonly language: string;
  /** The words were spoken: keywords of text messages, such as STOP, are words like others. */
  readonly isSpoken?: boolean;
}

/** A value found in a text. `start` and `end` are UTF-16 offsets of `text` in what was said. */
export interface Span<V extends VariableValue = VariableValue> {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly value: V;
  /** 0 to 1: how sure it is that the words mean this value, whatever the field. */
  readonly confidence: number;
}

/** A value understood for a field. */
export interface Observation {
  readonly key: string;
  readonly value: VariableValue;
  /** The words said; for a yes-no or a closed list the option itself. */
  readonly valueText: string;
  readonly confidence: number;
  /**
   * `said` in the lead's own words, `accepted` from what the agent offered, `contact` from the lead's own contact points,
   * `reported` by somebody who wrote about the lead.
   */
  readonly origin: 'said' | 'accepted' | 'contact' | 'reported';
}

export const dialogueActs = [
  'greet',
  'thank',
  'goodbye',
  'accept',
  'reject',
  'correct',
  'ask',
  'unsure',
  'any',
  'skip',
  'repeat',
  'wait',
  'request_person',
  'request_booking',
  'request_cancel',
  'request_reschedule',
  'request_other_times',
  'request_other',
  'ask_if_human',
  'opt_out',
  'opt_in',
] as const;
export type DialogueAct = (typeof dialogueActs)[number];

/** A wish about when: any part may be missing. Dates and times are local to the context's time zone. */
export interface TimeWish {
  /** Days that fit, YYYY-MM-DD, inclusive at both ends. */
  readonly fromDate?: string;
  readonly toDate?: string;
  /** 1 Monday to 7 Sunday. */
  readonly weekdays?: readonly number[];
  /** Times of day that fit, HH:MM, from inclusive, to exclusive ("evening" 17:00-21:00, "after four" 16:00-24:00). */
  readonly fromTime?: string;
  readonly toTime?: string;
  /** One exact time of day, HH:MM. */
  readonly time?: string;
  /** "as soon as possible", "the first you have". */
  readonly earliest?: boolean;
  /** The words. */
  readonly text: string;
  readonly confidence: number;
}

/** What the agent said last that an answer may refer to. */
export interface Expectation {
  /** Keys of the fields the agent asked for, most wanted first. */
  readonly fields: readonly string[];
  /** Keys of the fields learned last: what a correction most likely means. */
  readonly learned?: readonly string[];
  /** What a bare yes or no answers. */
  readonly confirming?: 'values' | 'slot' | 'cancel' | 'reschedule' | 'more' | 'opt_out';
  /** Values the agent read back or proposed, which a yes accepts. */
  readonly proposed: readonly Observation[];
  /** What the agent suggested by name and is still open: a yes accepts it, and so does a wish to go on with it. */
  readonly offered?: readonly Observation[];
  /** Slots offered, in the order shown: "the second one", "the ten o'clock". */
  readonly slots: readonly OfferedSlot[];
}

export interface OfferedSlot {
  /** ISO 8601 UTC. */
  readonly startAt: string;
  readonly resourceKey?: string;
  readonly resourceName?: string;
}

/** One message understood. Nothing here has been checked against the workflow's validation yet. */
export interface Understanding {
  /** The language it was understood in: the context's, or another that it is plainly written in. */
  readonly language: string;
  readonly acts: readonly DialogueAct[];
  readonly observations: readonly Observation[];
  readonly when?: TimeWish;
  /** Times after or before those offered: "anything later?" */
  readonly direction?: 'later' | 'earlier';
  /** Index into the expectation's slots. */
  readonly chosenSlot?: number;
  /** The part of the message that asks something, where there is one. */
  readonly question?: string;
}

export interface UnderstandInput {
  readonly text: string;
  readonly context: SpeechContext;
  readonly fields: readonly WorkflowField[];
  /** Keys already known, with their values: what a correction may change. */
  readonly known: ReadonlyMap<string, VariableValue>;
  readonly expectation: Expectation;
}
