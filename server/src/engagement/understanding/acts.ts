import type { Clause } from './clauses.ts';
import { onceFor } from './keep.ts';
import { type Language, languageFor } from './languages/index.ts';
import type { ActPhrases } from './languages/types.ts';
import { keepingLastOf } from './last-answer.ts';
import { anywhere, atStart, found, whole } from './phrase.ts';
import { type DialogueAct, dialogueActs } from './types.ts';

/**
 * The dialogue acts of a message, each once, in the order of `dialogueActs`. `clauses` are those of the folded text.
 * `ask` is there where a clause wants information; a wish worded as a question is not one.
 */
export const findActs = keepingLastOf(readActs);

function readActs(
  folded: string,
  clauses: readonly Clause[],
  languageTag: string,
  isSpoken = false,
): readonly DialogueAct[] {
  const rules = rulesFor(languageTag, isSpoken);
  const sentences = sentencesOf(clauses);
  const acts = new Set<DialogueAct>();
  for (const sentence of sentences) {
    for (const act of dialogueActs) if (matches(rules[act], sentence, act)) acts.add(act);
  }
  if (clauses.some((clause) => clause.mood === 'question' && wantsAnswer(clause, languageTag))) acts.add('ask');
  if (thumbsUp.test(folded)) acts.add('accept');
  if (thumbsDown.test(folded)) acts.add('reject');
  if (bareQuestionMarks.test(folded)) acts.add('repeat');
  return settle(acts);
}

/** Whether a question wants information: not one that is itself an act, such as "can I talk to a person?". */
export function wantsAnswer(clause: Clause, languageTag: string): boolean {
  const rules = rulesOf(languageFor(languageTag));
  return !selfContained.some((act) => matches(rules[act], { words: clause.folded, told: clause.folded }, act));
}

/** Whether one clause by itself is an act. */
export function clauseHas(clause: Clause, act: DialogueAct, languageTag: string, isSpoken = false): boolean {
  return matches(rulesFor(languageTag, isSpoken)[act], { words: clause.folded, told: clause.folded }, act);
}

interface Rule {
  readonly whole: RegExp | undefined;
  readonly marked: RegExp | undefined;
  readonly start: RegExp | undefined;
  readonly anywhere: RegExp | undefined;
  readonly unless: RegExp | undefined;
}

interface Sentence {
  readonly words: string;
  /** The words without the clauses that ask. */
  readonly told: string;
}

const thumbsUp = /[\u{1F44D}\u{1F44C}\u{2705}\u{1F64C}]/u;
const thumbsDown = /[\u{1F44E}\u{274C}]/u;
const bareQuestionMarks = /^\s*\?{1,9}\s*$/;
/** Acts that say all that a question wants. */
const selfContained: readonly DialogueAct[] = [
  'ask_if_human',
  'request_person',
  'request_cancel',
  'request_reschedule',
  'request_other_times',
  'request_other',
  'repeat',
  'opt_out',
];
/** Acts that a question can hold as well: "can I talk to a person?". */
const askable = new Set<DialogueAct>([
  'ask_if_human',
  'request_person',
  'request_cancel',
  'request_reschedule',
  'request_other_times',
  'request_other',
  'request_booking',
  'opt_out',
  'repeat',
  'greet',
  'thank',
  'goodbye',
  'wait',
  'skip',
  'opt_in',
  'correct',
]);

type Rules = Readonly<Partial<Record<DialogueAct, Rule>>>;

function rulesFor(languageTag: string, isSpoken: boolean): Rules {
  const language = languageFor(languageTag);
  return isSpoken ? spokenRulesOf(language) : rulesOf(language);
}

const rulesOf = onceFor((language: Language): Rules => {
  const rules: Partial<Record<DialogueAct, Rule>> = {};
  for (const act of dialogueActs) {
    const phrases = language.acts[act];
    if (phrases) rules[act] = compileRule(phrases, language.fillers);
  }
  return rules;
});

const spokenRulesOf = onceFor((language: Language): Rules => {
  const rules: Partial<Record<DialogueAct, Rule>> = { ...rulesOf(language) };
  for (const act of dialogueActs) {
    const aloud = language.acts[act]?.aloud;
    if (aloud) rules[act] = compileRule(aloud, language.fillers);
  }
  return rules;
});

function compileRule(phrases: ActPhrases, fillers: readonly string[]): Rule {
  return {
    whole: phrases.whole && whole(phrases.whole, fillers),
    marked: phrases.marked && whole(phrases.marked, fillers),
    start: phrases.start && atStart(phrases.start),
    anywhere: phrases.anywhere && anywhere(phrases.anywhere),
    unless: phrases.unless && anywhere(phrases.unless),
  };
}

function matches(rule: Rule | undefined, sentence: Sentence, act: DialogueAct): boolean {
  if (!rule) return false;
  const words = askable.has(act) ? sentence.words : sentence.told;
  if (words === '') return false;
  if (rule.whole?.test(words) || (words.endsWith('?') && rule.marked?.test(words))) return true;
  const hit = (rule.start?.test(words) ?? false) || (rule.anywhere !== undefined && found(rule.anywhere, words));
  return hit && !(rule.unless && found(rule.unless, words));
}

function sentencesOf(clauses: readonly Clause[]): Sentence[] {
  const sentences: { words: string; told: string }[] = [];
  for (const clause of clauses) {
    const sentence = sentences[clause.sentence] ?? { words: '', told: '' };
    sentence.words = `${sentence.words} ${clause.folded}`.trim();
    if (clause.mood === 'statement' || clause.mood === 'request')
      sentence.told = `${sentence.told} ${clause.folded}`.trim();
    sentences[clause.sentence] = sentence;
  }
  return sentences.filter((sentence) => sentence !== undefined);
}

const silencedByOptOut: readonly DialogueAct[] = [
  'accept',
  'any',
  'skip',
  'request_other_times',
  'request_cancel',
  'opt_in',
];

/** Acts that exclude each other: the stronger one stays. */
function settle(acts: Set<DialogueAct>): DialogueAct[] {
  if (acts.has('opt_out')) for (const act of silencedByOptOut) acts.delete(act);
  if (acts.has('request_reschedule') || acts.has('request_cancel')) acts.delete('request_booking');
  if (acts.has('request_reschedule')) acts.delete('correct');
  if (acts.has('request_other_times')) acts.delete('request_other');
  if (acts.has('ask_if_human')) acts.delete('request_person');
  if (acts.has('reject') && acts.has('accept')) acts.delete('accept');
  if (acts.has('skip') || acts.has('unsure')) acts.delete('reject');
  return dialogueActs.filter((act) => acts.has(act));
}
