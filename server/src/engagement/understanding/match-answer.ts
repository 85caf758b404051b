import type { WorkflowDefinition } from '../workflow/definition.ts';
import { onceInLanguage } from './keep.ts';
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
  const asked = wordsOf(question, languageFor(languageTag), index.words);
  if (asked.length === 0) return undefined;
  let best: { key: string; confidence: number } | undefined;
  for (const entry of index.entries) {
    const confidence = likeness(asked, entry.words, index);
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
  /** The weight of a word that no question has. */
  readonly unknown: number;
  readonly weights: ReadonlyMap<string, number>;
  /** Stems that are understood, and what each stands for. */
  readonly words: ReadonlyMap<string, string>;
}

const indexOf = onceInLanguage((answers: CommonAnswers, languageTag): AnswerIndex => {
  const language = languageFor(languageTag);
  const words = vocabularyOf(answers, language);
  const entries = answers.flatMap((answer) =>
    answer.questions.map((question) => ({ key: answer.key, words: new Set(wordsOf(question, language, words)) })),
  );
  const holders = new Map<string, Set<string>>();
  for (const entry of entries) {
    for (const word of entry.words) holders.set(word, (holders.get(word) ?? new Set()).add(entry.key));
  }
  const weights = new Map([...holders].map(([word, keys]) => [word, Math.log(1 + answers.length / keys.size)]));
  return { entries, weights, words, unknown: Math.log(1 + answers.length) };
});

function vocabularyOf(answers: CommonAnswers, language: Language): Map<string, string> {
  const words = new Map<string, string>();
  for (const answer of answers) {
    for (const stem of answer.questions.flatMap((question) => stemsOf(question, language))) words.set(stem, stem);
  }
  for (const group of language.synonyms) {
    const first = language.stem(group[0] ?? '');
    for (const word of group) words.set(language.stem(word), first);
  }
  return words;
}

function stemsOf(text: string, language: Language): string[] {
  return tokenize(fold(text))
    .filter((token) => token.kind !== 'mark' && !language.stopWords.includes(token.word))
    .map((token) => language.stem(token.word));
}

function wordsOf(text: string, language: Language, known: ReadonlyMap<string, string>): string[] {
  const words = stemsOf(text, language).map((stem) => known.get(stem) ?? known.get(nearest(stem, known)) ?? stem);
  const asksWhere = tokenize(fold(text)).some((token) => language.whereWords.includes(token.word));
  return [...new Set(asksWhere ? [...words, language.stem(language.whereWords[0] ?? '')] : words)];
}

/** How much of both questions' weight they share: the geometric mean of the two shares. */
function likeness(asked: readonly string[], words: ReadonlySet<string>, index: AnswerIndex): number {
  let [shared, total, own] = [0, 0, 0];
  for (const word of words) own += index.weights.get(word) ?? 0;
  for (const word of asked) {
    const weight = index.weights.get(word);
    total += weight ?? index.unknown;
    if (weight !== undefined && words.has(word)) shared += weight;
  }
  return own === 0 || total === 0 ? 0 : Math.sqrt((shared / total) * (shared / own));
}

/** A known stem that a typing error parts from this one. */
function nearest(stem: string, known: ReadonlyMap<string, string>): string {
  if (stem.length < 5 || stem.length > 30) return stem;
  for (const other of known.keys()) if (other.length >= 5 && editDistance(stem, other, 1) <= 1) return other;
  return stem;
}
