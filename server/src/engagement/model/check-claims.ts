import type { Situation } from '../situation.ts';
import { extractors } from '../understanding/extractors/index.ts';
import { formatValue } from '../understanding/format.ts';
import { languageOf } from '../understanding/languages/index.ts';
import { fold, tokenize } from '../understanding/text.ts';
import type { Observation, Span, SpeechContext, VariableValue } from '../understanding/types.ts';
import { understand } from '../understanding/understand.ts';
import { validateValue } from '../understanding/validate.ts';
import type { FieldType, WorkflowField } from '../workflow/definition.ts';
import { commonWords } from './common-words.ts';
import type { ModelTurn } from './model-turn.ts';
import { speechOf } from './our-words.ts';

export interface CheckedVariables {
  readonly observations: readonly Observation[];
  /** What no reader of ours finds in words that the lead did say: it is asked before it counts. */
  readonly guesses: readonly Observation[];
  /** What was dropped and why, for the timeline; nothing of what the model wrote. */
  readonly dropped: readonly string[];
}

export interface CheckedClaims extends CheckedVariables {
  /** Index into the slots offered. */
  readonly slot: number | undefined;
}

/**
 * What of a model's claims the lead has said: each must be found in the words that it cites, these in the lead's
 * message, and the value is what the type's own extractor reads there. The model's value only chooses between several,
 * or is a guess.
 */
export function checkClaims(situation: Situation, text: string, { variables, slot }: ModelTurn): CheckedClaims {
  const speech = { ...speechOf(situation), language: languageIn(situation, text) };
  const checked = checkVariables(situation, { texts: [text], speech, origin: 'said' }, variables);
  const chosen = slot ? checkSlot(situation, { ...slot, text }, speech) : undefined;
  const dropped = typeof chosen === 'string' ? [...checked.dropped, `slot: ${chosen}`] : checked.dropped;
  return { ...checked, dropped, slot: typeof chosen === 'number' ? chosen : undefined };
}

/** Words in which claims are looked for. */
export interface Words {
  /** Each by itself: no claim rests on the end of one and the beginning of the next. */
  readonly texts: readonly string[];
  readonly speech: SpeechContext;
  /** Whose they are: the lead's own, or of somebody who wrote about the lead. */
  readonly origin: 'said' | 'reported';
}

/** The part of that which is about variables. */
export function checkVariables(
  { workflow }: Situation,
  words: Words,
  variables: ModelTurn['variables'],
): CheckedVariables {
  const observations: Observation[] = [];
  const guesses: Observation[] = [];
  const dropped: string[] = [];
  for (const field of workflow.fields) {
    const claim = variables?.[field.key];
    if (!claim) continue;
    const checked = checkVariable(field, claim, words);
    if (typeof checked === 'string') dropped.push(`${field.key}: ${checked}`);
    else if (checked.confidence < LEAST_CONFIDENCE) guesses.push(checked);
    else observations.push(checked);
  }
  return { observations, guesses, dropped };
}

export function languageIn({ conversation, workspace }: Situation, text: string): string {
  return languageOf(fold(text), conversation.dialogue.language ?? workspace.locale);
}

/** The lead's own words that are cited, in its own spelling; undefined where it did not say them. */
function cited(text: string, words: string): string | undefined {
  const [said, wanted] = [fold(text), fold(words.trim())];
  if (wanted === '') return undefined;
  const isInside = (character: string) => /[\p{L}\p{N}]/u.test(character);
  for (let at = said.indexOf(wanted); at !== -1; at = said.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    const cutsWord =
      (isInside(said.charAt(at - 1)) && isInside(said.charAt(at))) ||
      (isInside(said.charAt(end)) && isInside(said.charAt(end - 1)));
    if (!cutsWord) return text.slice(at, end);
  }
  return undefined;
}

const NOT_SAID = 'the words are not in what the lead said';

interface Claim {
  readonly words: string;
  readonly value: unknown;
}

function checkVariable(field: WorkflowField, claim: Claim, words: Words): Observation | string {
  const { texts, speech, origin } = words;
  const said = texts.toReversed().flatMap((text) => cited(text, claim.words) ?? [])[0];
  if (said === undefined) return NOT_SAID;
  const found = extractors[field.type](said, speech, { field, asked: true });
  const span = found.find(({ value }) => isMeant(value, claim.value)) ?? likeliest(found);
  const value = span?.value ?? (isTelling(said) ? guessedValue(field, claim.value, speech) : undefined);
  if (value === undefined) return `no ${field.type} is found in the words`;
  const validity = validateValue(field, value, speech);
  if (!validity.ok) return 'the value does not pass its validation';
  const isClosed = field.type === 'boolean' || field.type === 'select' || field.type === 'multiselect';
  const valueText = isClosed ? formatValue(field, validity.value, speech) : (span?.text ?? said);
  return { key: field.key, value: validity.value, valueText, confidence: confidenceOf(span, origin), origin };
}

/** Of a value that stands in words which were cited for this field. */
const LEAST_CONFIDENCE = 0.6;
/** Of one that does not. */
const GUESS_CONFIDENCE = 0.3;

function confidenceOf(span: Span | undefined, origin: Words['origin']): number {
  if (!span) return GUESS_CONFIDENCE;
  return origin === 'reported' ? LEAST_CONFIDENCE : Math.max(span.confidence, LEAST_CONFIDENCE);
}

/** Types of which a lead can be asked whether that is it. An address or a name that it did not say would be somebody else's. */
const guessable = new Set<FieldType>(['boolean', 'select', 'multiselect', 'number', 'integer', 'date', 'time']);

/** Whether there is more in words than anybody says: nothing is guessed from a greeting. */
function isTelling(words: string): boolean {
  return tokenize(fold(words)).some(({ word, kind }) => kind !== 'mark' && !commonWords.has(word));
}

function guessedValue(field: WorkflowField, value: unknown, speech: SpeechContext): VariableValue | undefined {
  if (!guessable.has(field.type)) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (field.type === 'select' && typeof value === 'string') return value;
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  if (typeof value !== 'string') return undefined;
  return likeliest(extractors[field.type](value, speech, { field, asked: true }))?.value;
}

function isMeant(found: unknown, meant: unknown): boolean {
  if (typeof found === 'string' && typeof meant === 'string') return fold(found) === fold(meant.trim());
  return JSON.stringify(found) === JSON.stringify(meant);
}

function likeliest(found: readonly Span[]): Span | undefined {
  return found.toSorted((a, b) => b.confidence - a.confidence)[0];
}

interface Choice {
  readonly text: string;
  readonly words: string;
  readonly number: number;
}

/** The index of the slot, where the words that are cited choose it by themselves. */
function checkSlot(situation: Situation, { text, words, number }: Choice, speech: SpeechContext): number | string {
  const { offered: slots } = situation.conversation.dialogue;
  const index = number - 1;
  if (slots[index] === undefined) return 'it was not offered';
  const said = cited(text, words);
  if (said === undefined) return NOT_SAID;
  const heard = understand({
    text: said,
    context: speech,
    fields: [],
    known: new Map(),
    expectation: { fields: [], proposed: [], slots, ...(slots.length === 1 && { confirming: 'slot' }) },
  });
  const accepts = slots.length === 1 && heard.acts.includes('accept') && !heard.acts.includes('reject');
  return heard.chosenSlot === index || accepts ? index : 'the words do not choose it';
}
