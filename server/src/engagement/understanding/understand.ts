import type { FieldType } from '../workflow/definition.ts';
import { clauseHas, wantsAnswer } from './acts.ts';
import { chooseSlot } from './choose-slot.ts';
import { findPlaceInList } from './extractors/place-in-list.ts';
import { findWhen, timeIn } from './extractors/temporal/index.ts';
import { clauseAt, type Heard, hear, toldPart } from './hear.ts';
import { onceFor } from './keep.ts';
import { type Language, languageFor, languageOf, languagesBeside } from './languages/index.ts';
import { type FieldSpan, resolve } from './resolve.ts';
import { fold, trimRange } from './text.ts';
import {
  type DialogueAct,
  dialogueActs,
  type Observation,
  type Span,
  type TimeWish,
  type UnderstandInput,
  type Understanding,
} from './types.ts';
import { understoodType } from './yes-no-field.ts';

/**
 * What a message says: dialogue acts, values for the workflow's fields, a wish about when, the slot chosen, the
 * question asked. Pure; nothing is checked against the workflow's validation. Confidence is 0 to 1; dates and times
 * are local to the context's time zone.
 */
export function understand(given: UnderstandInput): Understanding {
  const language = languageOf(fold(given.text), given.context.language);
  const input = { ...given, context: { ...given.context, language } };
  const heard = withOptOut(hear(input.text, input.context));
  const { observations: said, spans } = resolve(input, heard);
  const when = whenSaid(input, heard, spans);
  const chosenSlot = chooseSlot(heard, input.expectation);
  const question = questionOf(heard, spans, when);
  const direction = directionOf(heard);
  return {
    language,
    acts: settleActs(heard.acts, said, question, input),
    observations: [...said, ...accepted(input, heard.acts, said), ...taken(input, heard, said, question !== undefined)],
    ...(when && { when }),
    ...(direction && { direction }),
    ...(chosenSlot !== undefined && { chosenSlot }),
    ...(question !== undefined && { question }),
  };
}

/** Who wants to be left alone is heard in every language, also where a few words do not show which it is. */
function withOptOut(heard: Heard): Heard {
  const { acts, clauses, context } = heard;
  const others = acts.includes('opt_out') ? [] : languagesBeside(context.language);
  const optsOut = clauses.some((clause) =>
    others.some(({ code }) => clauseHas(clause, 'opt_out', code, context.isSpoken)),
  );
  return optsOut ? { ...heard, acts: [...acts, 'opt_out'] } : heard;
}

/** The wish about when, in the words that no other value has: a rent of 2000 is not eight in the evening. */
function whenSaid({ fields, context, expectation }: UnderstandInput, heard: Heard, spans: readonly FieldSpan[]) {
  const others = spans.flatMap(({ field, span }) => (leavesTimes.has(understoodType(field)) ? [] : [span]));
  const told = others.reduce(blank, toldPart(heard));
  if (told.trim() === '') return undefined;
  const taken = [...others, ...heard.clauses.filter(({ mood }) => mood === 'question')];
  const spoken = timeIn(heard.text, context);
  const isTaken = spoken.some(({ start, end }) => taken.some((one) => start < one.end && one.start < end));
  const when = spoken.length === 0 ? undefined : findWhen(isTaken ? told : heard.text, context);
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
  const { later, earlier } = directions(languageFor(context.language));
  if (earlier.test(text)) return 'earlier';
  return later.test(text) ? 'later' : undefined;
}

const directions = onceFor(({ slots }: Language) => ({
  earlier: new RegExp(`\\b(${slots.earlier.join('|')})\\b`, 'i'),
  later: new RegExp(`\\b(${slots.later.join('|')})\\b`, 'i'),
}));

/** The values that a yes accepts: all that the agent proposed, save those the lead said otherwise. */
function accepted(input: UnderstandInput, acts: readonly DialogueAct[], said: readonly Observation[]): Observation[] {
  const { proposed, confirming, fields } = input.expectation;
  if (!acts.includes('accept') || acts.includes('reject')) return [];
  if (confirming !== undefined && confirming !== 'values' && confirming !== 'slot') return [];
  const answersOther =
    confirming === undefined &&
    input.fields.some((field) => field.key === fields[0] && understoodType(field) === 'boolean');
  if (answersOther) return [];
  return proposed
    .filter((one) => !said.some((other) => other.key === one.key))
    .map((one) => ({ ...one, confidence: Math.max(one.confidence, 0.9), origin: 'accepted' }));
}

/**
 * What the agent suggested, where the lead agrees, goes on with it ("book it for Friday") or takes leave content with it.
 * Who still asks about it or changes what is looked for has not taken it yet.
 */
function taken(input: UnderstandInput, heard: Heard, said: readonly Observation[], asks: boolean): Observation[] {
  const { acts } = heard;
  const offered = meant(input.expectation.offered ?? [], heard);
  if (offered.length === 0 || refusals.some((act) => acts.includes(act))) return [];
  const given = said.flatMap(({ key }) => input.fields.find((field) => field.key === key)?.type ?? []);
  const goesOn = acts.includes('request_booking') || given.some((type) => temporal.has(type));
  const agrees = contentments.some((act) => acts.includes(act)) && !asks && !narrows(input, said);
  const isNew = acts.includes('accept') || acts.includes('request_booking');
  const names = heard.folded;
  const open = offered.filter(({ key }) => !said.some((other) => other.key === key));
  if (goesOn || agrees) return open.filter(({ key }) => isNew || !input.known.has(key));
  return asks ? [] : open.filter(({ valueText }) => names.includes(fold(valueText)));
}

/** The one suggestion meant where there were several: by its name, by its place ("the second one"), else the first. */
function meant(offered: readonly Observation[], { folded, tokens, text, context }: Heard): readonly Observation[] {
  if (offered.length < 2) return offered;
  const named = offered.find(({ valueText }) => folded.includes(fold(valueText)));
  const place = findPlaceInList(tokens, text, offered.length, languageFor(context.language));
  const one = named ?? offered[place?.index ?? 0];
  return one ? [one] : [];
}

const refusals: readonly DialogueAct[] = ['reject', 'request_other', 'request_other_times'];
const contentments: readonly DialogueAct[] = ['accept', 'thank', 'goodbye'];
const temporal = new Set<FieldType>(['date', 'time', 'datetime']);

/** Whether the lead now looks for something else: another town, one with parking. */
function narrows({ known }: UnderstandInput, said: readonly Observation[]): boolean {
  return said.some(({ key, value }) => JSON.stringify(known.get(key)) !== JSON.stringify(value));
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
  'request_other',
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
