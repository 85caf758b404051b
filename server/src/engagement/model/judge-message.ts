import { Temporal } from 'temporal-polyfill';
import type { Situation } from '../situation.ts';
import { fold } from '../understanding/text.ts';
import type { OfferedSlot } from '../understanding/types.ts';
import { offTopic } from './about.ts';
import { type Fact, type FactKind, factsIn } from './facts.ts';
import { forbiddenIn, speaksOfMoney } from './forbidden.ts';
import { houseWords, slotTexts, speechOf, timesOf } from './our-words.ts';

export interface Judged {
  readonly text: string;
  readonly situation: Situation;
  /** The slots that may be named. */
  readonly offered: readonly OfferedSlot[];
  /** What the rules would say. */
  readonly draft: string;
  /** The key of the field that it asks for. */
  readonly asks: string | undefined;
  /** What the lead says now. */
  readonly message: string;
  /** What is known of the lead by now, in its words. */
  readonly known: readonly string[];
  readonly forbiddenPhrases: readonly string[];
}

const MOST_CHARACTERS = 600;
/** A number worth repeating stands at the beginning. */
const MOST_OF_A_VALUE = 200;

/**
 * Why a message that a model wrote is not said, as "its message {rule}", or undefined. What it names must be what the
 * business says at this point: in the answers that the rules would give, the question, the times offered. Of numbers
 * those that the lead gave will do.
 */
export function judgeMessage(judged: Judged): string | undefined {
  const { text, situation, offered, draft, message, known, forbiddenPhrases } = judged;
  const grounds = groundsOf(judged);
  return (
    misshapen(text) ??
    ungrounded(judged, grounds) ??
    forbiddenIn(text, grounds, forbiddenPhrases) ??
    offTopic(text, {
      workflow: situation.workflow,
      others: [...houseWords(situation, offered), ...known, draft],
      message,
    })
  );
}

function misshapen(text: string): string | undefined {
  if (text.trim() === '') return 'has no words';
  if (text.length > MOST_CHARACTERS) return `is over ${MOST_CHARACTERS} characters`;
  // Placeholders of ours, markup, code, what nobody sees.
  return /[{}<>`|\\[\]*_#]|[^\P{C}\n]|\u200b/u.test(text) ? 'has marks that do not belong in a message' : undefined;
}

/** The business's own words that fit here. */
function groundsOf({ situation, offered, draft, asks }: Judged): string[] {
  const { answers, fields } = situation.workflow;
  return [
    ...answers.flatMap(({ answer }) => (draft.includes(answer) ? [answer] : [])),
    ...fields.flatMap(({ key, ask, options }) => (key === asks ? [ask, ...options.map(({ value }) => value)] : [])),
    ...slotTexts(situation, timesOf(situation, offered)),
  ];
}

/** A fact is given by its value or, word for word, by how it is named. */
function ungrounded({ text, situation, offered, known }: Judged, grounds: readonly string[]): string | undefined {
  const speech = speechOf(situation);
  const said = factsIn(text, speech, { inAll: true });
  if (said.length === 0) return undefined;
  const given = new Set(
    [...grounds.flatMap((one) => factsIn(one, speech)), ...timeFacts(situation, offered)].map(nameOf),
  );
  const told = new Set(
    known.flatMap((one) => factsIn(one.slice(0, MOST_OF_A_VALUE), speech)).map(({ value }) => value),
  );
  const words = grounds.map(fold);
  const isOfMoney = speaksOfMoney(text) || said.some(({ kind }) => kind === 'amount');
  const strange = said.find((fact) => {
    if (fact.kind === 'amount' && !isQuoted(fact, text, words)) return true;
    if (given.has(nameOf(fact)) || words.some((one) => stands(fact.words, one))) return false;
    // How many people, how many rooms: a number of the lead's own, as long as it is not made a price.
    return fact.kind !== 'number' || isOfMoney || !told.has(fact.value);
  });
  return strange && names[strange.kind];
}

const names: Readonly<Record<FactKind, string>> = {
  moment: 'names a time that is not offered',
  day: 'names a day that is not offered',
  time: 'names a time that is not offered',
  amount: 'names an amount otherwise than the workflow does',
  number: 'names a number that the workflow does not know',
  'e-mail address': 'names an e-mail address that the workflow does not know',
  'phone number': 'names a phone number that the workflow does not know',
  link: 'has a link that the workflow does not know',
};

function nameOf({ kind, value }: Pick<Fact, 'kind' | 'value'>): string {
  return `${kind} ${value}`;
}

/** The times that may be named, with their day and hour: a slot's words may leave out what is plain. */
function timeFacts(situation: Situation, offered: readonly OfferedSlot[]): Pick<Fact, 'kind' | 'value'>[] {
  const { timeZone } = speechOf(situation);
  return timesOf(situation, offered).flatMap(({ startAt }) => {
    const local = Temporal.Instant.from(startAt).toZonedDateTimeISO(timeZone);
    const fact = (kind: FactKind, value: string) => ({ kind, value: JSON.stringify(value) });
    return [
      fact('moment', new Date(startAt).toISOString()),
      fact('day', local.toPlainDate().toString()),
      fact('time', local.toPlainTime().toString({ smallestUnit: 'minute' })),
    ];
  });
}

/** A price next to the wrong thing is a wrong price: the whole sentence must be the business's. */
function isQuoted({ words }: Fact, text: string, grounds: readonly string[]): boolean {
  const sentences = fold(text).split(/(?<=[.!?])\s+|\n/);
  return sentences
    .filter((sentence) => sentence.includes(words))
    .every((sentence) => grounds.some((one) => one.includes(sentence.trim())));
}

function stands(words: string, text: string): boolean {
  const isInside = (character: string) => /[\p{L}\p{N}]/u.test(character);
  const at = text.indexOf(words);
  return at !== -1 && !isInside(text.charAt(at - 1)) && !isInside(text.charAt(at + words.length));
}
