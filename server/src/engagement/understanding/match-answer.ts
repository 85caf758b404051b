import type { WorkflowDefinition } from '../workflow/definition.ts';
import { type Language, languageFor } from './languages/index.ts';
import { editDistance, fold, tokenize } from './text.ts';

type CommonAnswers = WorkflowDefinition['answers'];

/**
 * The common answer that a question asks for, with a confidence from 0 to 1; undefined where none is likely. Words
 * count by how rare they are among the workflow's own questions.
 */
export function matchAnswer(
  question: string,
  answers: CommonAnswers,
  languageTag = 'en',
): { key: string; confidence: number } | undefined {
  const index = indexOf(answers, languageTag);
  const asked = wordsOf(question, languageFor(languageTag), index.synonyms);
  if (asked.length === 0) return undefined;
  const known = asked.map((word) => (index.weights.has(word) ? word : nearest(word, index)));
  let best: { key: string; confidence: number } | undefined;
  for (const entry of index.entries) {
    const confidence = likeness(known, entry.words, index);
    if (confidence > (best?.confidence ?? 0)) best = { key: entry.key, confidence };
  }
  return best && best.confidence >= threshold
    ? { key: best.key, confidence: Math.round(best.confidence * 100) / 100 }
    : undefined;
}

const threshold = 0.45;

interface AnswerIndex {
  readonly entries: readonly { readonly key: string; readonly words: ReadonlySet<string> }[];
  /** Inverse frequency of each word over the answers. */
  readonly weights: ReadonlyMap<string, number>;
  readonly synonyms: ReadonlyMap<string, string>;
}

const compiled = new WeakMap<CommonAnswers, AnswerIndex>();

function indexOf(answers: CommonAnswers, languageTag: string): AnswerIndex {
  const known = compiled.get(answers);
  if (known) return known;
  const language = languageFor(languageTag);
  const synonyms = new Map<string, string>();
  for (const group of language.synonyms)
    for (const word of group) synonyms.set(language.stem(word), language.stem(group[0] ?? word));
  const entries = answers.flatMap((answer) =>
    answer.questions.map((question) => ({ key: answer.key, words: new Set(wordsOf(question, language, synonyms)) })),
  );
  const holders = new Map<string, Set<string>>();
  for (const { key, words } of entries)
    for (const word of words) holders.set(word, (holders.get(word) ?? new Set()).add(key));
  const weights = new Map([...holders].map(([word, keys]) => [word, Math.log(1 + answers.length / keys.size)]));
  const index = { entries, weights, synonyms };
  compiled.set(answers, index);
  return index;
}

function wordsOf(text: string, language: Language, synonyms: ReadonlyMap<string, string>): string[] {
  const words = tokenize(fold(text))
    .filter((token) => token.kind !== 'mark' && !language.stopWords.includes(token.word))
    .map((token) => language.stem(token.word))
    .map((word) => synonyms.get(word) ?? word);
  const asksWhere = tokenize(fold(text)).some((token) => language.whereWords.includes(token.word));
  return [...new Set(asksWhere ? [...words, language.whereWords[0] ?? ''] : words)];
}

/** How much of both questions' weight they share: the geometric mean of the two shares. */
function likeness(asked: readonly string[], words: ReadonlySet<string>, index: AnswerIndex): number {
  const unknown = Math.log(1 + index.entries.length / 2);
  let [shared, total, own] = [0, 0, 0];
  for (const word of words) own += index.weights.get(word) ?? 0;
  for (const word of asked) {
    const weight = index.weights.get(word);
    total += weight ?? Math.min(unknown, 1);
    if (weight !== undefined && words.has(word)) shared += weight;
  }
  return own === 0 || total === 0 ? 0 : Math.sqrt((shared / total) * (shared / own));
}

function nearest(word: string, index: AnswerIndex): string {
  if (word.length < 5) return word;
  for (const known of index.weights.keys()) if (known.length >= 5 && editDistance(word, known, 1) <= 1) return known;
  return word;
}
