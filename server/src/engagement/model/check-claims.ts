import type { Situation } from '../situation.ts';
import { extractors } from '../understanding/extractors/index.ts';
import { formatValue } from '../understanding/format.ts';
import { languageOf } from '../understanding/languages/index.ts';
import { fold } from '../understanding/text.ts';
import type { Observation, Span, SpeechContext } from '../understanding/types.ts';
import { understand } from '../understanding/understand.ts';
import { validateValue } from '../understanding/validate.ts';
import type { WorkflowField } from '../workflow/definition.ts';
import type { ModelTurn } from './model-turn.ts';
import { speechOf } from './our-words.ts';

export interface CheckedClaims {
  readonly observations: readonly Observation[];
  /** Index into the slots offered. */
  readonly slot: number | undefined;
  /** What was dropped and why, for the timeline; nothing of what the model wrote. */
  readonly dropped: readonly string[];
}

/**
 * What of a model's claims the lead has said: each must be found in the words that it cites, these in the lead's
 * message, and the value is what the type's own extractor reads there. The model's value only chooses between several.
 */
export function checkClaims(situation: Situation, text: string, { variables, slot }: ModelTurn): CheckedClaims {
  const speech = { ...speechOf(situation), language: languageIn(situation, text) };
  const dropped: string[] = [];
  const observations = situation.workflow.fields.flatMap((field) => {
    const claim = variables?.[field.key];
    if (!claim) return [];
    const checked = checkVariable(field, { ...claim, text }, speech);
    if (typeof checked !== 'string') return [checked];
    dropped.push(`${field.key}: ${checked}`);
    return [];
  });
  const chosen = slot ? checkSlot(situation, { ...slot, text }, speech) : undefined;
  if (typeof chosen === 'string') dropped.push(`slot: ${chosen}`);
  return { observations, slot: typeof chosen === 'number' ? chosen : undefined, dropped };
}

function languageIn({ conversation, workspace }: Situation, text: string): string {
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
  readonly text: string;
  readonly words: string;
  readonly value: unknown;
}

function checkVariable(field: WorkflowField, claim: Claim, speech: SpeechContext): Observation | string {
  const said = cited(claim.text, claim.words);
  if (said === undefined) return NOT_SAID;
  const found = extractors[field.type](said, speech, { field, asked: true });
  const span = found.find(({ value }) => isMeant(value, claim.value)) ?? likeliest(found);
  if (!span) return `no ${field.type} is found in the words`;
  const validity = validateValue(field, span.value, speech);
  if (!validity.ok) return 'the value does not pass its validation';
  const { value } = validity;
  const isClosed = field.type === 'boolean' || field.type === 'select' || field.type === 'multiselect';
  const valueText = isClosed ? formatValue(field, value, speech) : span.text;
  return { key: field.key, value, valueText, confidence: Math.max(span.confidence, LEAST_CONFIDENCE), origin: 'said' };
}

/** Of a value that stands in words which were cited for this field. */
const LEAST_CONFIDENCE = 0.6;

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
