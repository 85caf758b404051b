import { onceFor } from '../understanding/keep.ts';
import { languageFor, languageOf } from '../understanding/languages/index.ts';
import { fold, tokenize } from '../understanding/text.ts';
import type { WorkflowDefinition, WorkflowField } from '../workflow/definition.ts';
import { commonWords } from './common-words.ts';
import { workflowWords } from './our-words.ts';

export interface Sources {
  readonly workflow: WorkflowDefinition;
  /** Else of the business, of what is known of the lead, and of what the rules would say. */
  readonly others: readonly string[];
  /** What the lead says now. */
  readonly message: string;
}

/** So many words of the lead in a row are its own, not an answer. */
const LONGEST_ECHO = 5;

/**
 * Why a message is not what the agent of this workflow would say, or undefined: it must be in English, which is what the
 * agent speaks and what the other checks read; mostly about what the workflow, the draft and the lead's known values
 * are about, without names of others; and no echo of what the lead wrote.
 */
export function offTopic(text: string, { workflow, others, message }: Sources): string | undefined {
  const words = wordsOf(text);
  if (!isEnglish(text, words)) return 'is in a language that cannot be checked';
  const own = stemsOf(others);
  const isOwn = (word: string) => own.has(stem(word)) || workflowStems(workflow).has(stem(word));
  const content = words.filter((word) => word.length > 2 && !commonWords.has(word));
  const strange = content.filter((word) => !isOwn(word));
  const leads = stemsOf([message]);
  const echoed = strange.filter((word) => leads.has(stem(word)));
  if (echoed.length > 0 && echoed.length * 2 >= content.length) return 'repeats what the lead wrote';
  if (strange.length > 2 && strange.length * 2 > content.length) return 'is not about what the workflow is about';
  if (namesOf(text).some((name) => !isOwn(name) && !commonWords.has(name))) return 'names what is not known';
  if (hasEcho(words, message, [...others, ...workflowWords(workflow)])) return 'repeats what the lead wrote';
  return undefined;
}

/** Whether a text has a telling word of how a field is asked for, called or answered. */
export function speaksOf(text: string, { ask, label, hints, synonyms, options }: WorkflowField): boolean {
  const ways = [ask, label, ...hints, ...synonyms].concat(
    options.flatMap((option) => [option.label ?? option.value, ...option.synonyms]),
  );
  const telling = ways.flatMap(wordsOf).filter((word) => word.length > 2 && !stopWords.has(word));
  const said = stemsOf([text]);
  return telling.some((word) => said.has(stem(word)));
}

function wordsOf(text: string): string[] {
  return tokenize(fold(text)).flatMap(({ word, kind }) => (kind === 'word' ? [word] : []));
}

const { stem } = languageFor('en');
const stopWords = new Set(languageFor('en').stopWords);

function stemsOf(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap(wordsOf).map(stem));
}

/** A version of a workflow is one object for as long as it is used. */
const workflowStems = onceFor((workflow: WorkflowDefinition) => stemsOf(workflowWords(workflow)));

const marks = new Set(languageFor('en').marks);

function isEnglish(text: string, words: readonly string[]): boolean {
  // Accents are for names; letters of other scripts, and numbers in them, are read by no check.
  if (/[^\p{Script=Latin}\p{Script=Common}]/u.test(text) || /(?![0-9])\p{N}/u.test(text.normalize('NFKC')))
    return false;
  const known = words.filter((word) => marks.has(word) || commonWords.has(word)).length;
  return languageOf(fold(text), 'en') === 'en' && known > 0 && known * 4 >= words.length;
}

/** Words that begin with a capital and no sentence, folded: whose they are only the business and its lead's record say. */
function namesOf(text: string): string[] {
  return [...text.matchAll(/(?<=[\p{L}\p{N},;:]\s+)\p{Lu}[\p{L}'’-]+/gu)].flatMap(([name]) => wordsOf(name));
}

/** Whether a run of the lead's words stands in the text that the business has not used itself. */
function hasEcho(words: readonly string[], message: string, ours: readonly string[]): boolean {
  const lead = ` ${wordsOf(message).join(' ')} `;
  const isOwn = (phrase: string) => ours.some((one) => ` ${wordsOf(one).join(' ')} `.includes(phrase));
  return words.some((_word, start) => {
    const run = words.slice(start, start + LONGEST_ECHO);
    const phrase = ` ${run.join(' ')} `;
    return run.length === LONGEST_ECHO && lead.includes(phrase) && !isOwn(phrase);
  });
}
