import type { FieldType } from '../workflow/definition.ts';
import { wantsAnswer } from './acts.ts';
import { chooseSlot } from './choose-slot.ts';
import { findWhen } from './extractors/temporal/index.ts';
import { clauseAt, type Heard, hear, toldPart } from './hear.ts';
import { languageFor } from './languages/index.ts';
import { type FieldSpan, resolve } from './resolve.ts';
import { trimRange } from './text.ts';
import {
  type DialogueAct,
  dialogueActs,
  type Observation,
  type Span,
  type TimeWish,
  type UnderstandInput,
  type Understanding,
} from './types.ts';

/**
 * What a message says: dialogue acts, values for the workflow's fields, a wish about when, the slot chosen, the
 * question asked. Pure; nothing is checked against the workflow's validation. Confidence is 0 to 1; dates and times
 * are local to the context's time zone.
 */
export function understand(input: UnderstandInput): Understanding {
  const heard = hear(input.text, input.context);
  const { observations: said, spans } = resolve(input, heard);
  const when = whenSaid(input, heard, spans);
  const chosenSlot = chooseSlot(heard, input.expectation);
  const question = questionOf(heard, spans, when);
  const direction = directionOf(heard);
  return {
    acts: settleActs(heard.acts, said, question, input),
    observations: [...said, ...accepted(input, heard.acts, said)],
    ...(when && { when }),
    ...(direction && { direction }),
    ...(chosenSlot !== undefined && { chosenSlot }),
    ...(question !== undefined && { question }),
  };
}

/** The wish about when, in the words that no other value has: a rent of 2000 is not eight in the evening. */
function whenSaid({ fields, context, expectation }: UnderstandInput, heard: Heard, spans: readonly FieldSpan[]) {
  const others = spans.filter(({ field }) => !leavesTimes.has(field.type));
  const told = others.reduce((text, { span }) => blank(text, span), toldPart(heard));
  if (told.trim() === '') return undefined;
  const when = findWhen(told, context);
  const asked = fields.find(({ key }) => key === expectation.fields[0]);
  if (when || asked?.type !== 'date' || told.length > 60) return when;
  const inPeriod = findWhen(`${languageFor(context.language).inPeriod} ${told.trim()}`, context);
  return inPeriod?.fromDate === undefined ? undefined : { ...inPeriod, text: told.trim() };
}

const leavesTimes = new Set<FieldType>(['date', 'time', 'datetime', 'text', 'boolean']);

function blank(text: string, { start, end }: Span): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}

/** Whether it asks for times after or before those offered. */
function directionOf({ text, context }: Heard): Understanding['direction'] {
  const { later, earlier } = languageFor(context.language).slots;
  const says = (phrases: readonly string[]) => new RegExp(`\\b(${phrases.join('|')})\\b`, 'i').test(text);
  if (says(earlier)) return 'earlier';
  return says(later) ? 'later' : undefined;
}

/** The values that a yes accepts: all that the agent proposed, save those the lead said otherwise. */
function accepted(input: UnderstandInput, acts: readonly DialogueAct[], said: readonly Observation[]): Observation[] {
  const { proposed, confirming, fields } = input.expectation;
  if (!acts.includes('accept') || acts.includes('reject')) return [];
  if (confirming !== undefined && confirming !== 'values' && confirming !== 'slot') return [];
  const answersOther =
    confirming === undefined && input.fields.find((field) => field.key === fields[0])?.type === 'boolean';
  if (answersOther) return [];
  return proposed
    .filter((one) => !said.some((other) => other.key === one.key))
    .map((one) => ({ ...one, confidence: Math.max(one.confidence, 0.9), origin: 'accepted' }));
}

/** The clauses that ask something, and wishes worded as questions that gave no value and named no time. */
function questionOf(heard: Heard, spans: readonly FieldSpan[], when: TimeWish | undefined): string | undefined {
  const asking = heard.clauses.filter((clause) => {
    if (clause.mood === 'question') return wantsAnswer(clause, heard.context.language);
    const asks = clause.marked || clause.mood === 'availability';
    if (clause.mood === 'statement' || !asks || wishes.some((act) => heard.acts.includes(act))) return false;
    const gave = spans.some(({ span }) => clauseAt(heard, span.start) === clause);
    return !gave && when === undefined;
  });
  const parts: string[] = [];
  for (let index = 0; index < asking.length; index++) {
    const first = asking[index];
    while (asking[index + 1]?.start === asking[index]?.end) index++;
    const last = asking[index];
    if (!first || !last) continue;
    const range = trimRange(heard.text, first.start, last.end);
    parts.push(heard.text.slice(range.start, range.end) + (last.marked ? '?' : ''));
  }
  const question = parts.join(' ').trim();
  return question === '' || question === '?' ? undefined : question;
}

/** Acts that already say what such a question wants. */
const wishes: readonly DialogueAct[] = [
  'request_person',
  'request_booking',
  'request_cancel',
  'request_reschedule',
  'request_other_times',
  'opt_out',
  'repeat',
  'wait',
  'correct',
  'accept',
  'any',
];

function settleActs(
  acts: readonly DialogueAct[],
  said: readonly Observation[],
  question: string | undefined,
  input: UnderstandInput,
): DialogueAct[] {
  const settled = new Set(acts);
  if (question !== undefined) settled.add('ask');
  const proposed = new Set(input.expectation.proposed.map((one) => one.key));
  const replaced = said.some((one) => input.known.has(one.key) || proposed.has(one.key));
  if (acts.includes('reject') && replaced) settled.add('correct');
  return dialogueActs.filter((act) => settled.has(act));
}
