import { languageFor } from '../understanding/languages/index.ts';
import { sentencesOf } from './sentences-of.ts';
import { wordsOf } from './words-of.ts';

/** Longer answers are not read. */
const LONGEST = 400;
/** With as many characters an answer needs no further sentence that has none of the words asked for. */
const ENOUGH = 200;

interface Looked {
  readonly text: string;
  /** What the sentences are compared with: words, each with its weight. */
  readonly words: readonly { readonly word: string; readonly weight: number }[];
  /** Of the document, as a BCP 47 tag. */
  readonly language: string;
}

/**
 * The sentences of a passage that answer: from the one with most of the words on, in the passage's order, as long as
 * they have some of the words or the answer is short. At most some 400 characters; never cut within a word.
 */
export function fittingSentences({ text, words, language }: Looked): string {
  const { stem } = languageFor(language);
  const weights = new Map(words.map(({ word, weight }) => [stem(word), weight]));
  const sentences = sentencesOf(text, language).map((sentence) => {
    const stems = new Set(wordsOf(sentence).map((word) => stem(word)));
    return { sentence, weight: [...stems].reduce((sum, one) => sum + (weights.get(one) ?? 0), 0) };
  });
  const most = Math.max(0, ...sentences.map(({ weight }) => weight));
  const first = startOf(
    sentences.map(({ sentence }) => sentence),
    sentences.findIndex(({ weight }) => weight === most),
  );
  let answer = '';
  for (const { sentence, weight } of sentences.slice(first)) {
    const longer = answer === '' ? sentence : `${answer}${sentence.startsWith('•') ? '\n' : ' '}${sentence}`;
    if (answer !== '' && (longer.length > LONGEST || (weight === 0 && answer.length >= ENOUGH))) break;
    answer = longer;
  }
  return answer.length <= LONGEST ? answer : shorten(answer);
}

/** An item of a list is told with what stands before the list, where that is near. */
function startOf(sentences: readonly string[], best: number): number {
  if (!sentences[best]?.startsWith('•')) return Math.max(best, 0);
  const before = sentences.findLastIndex((sentence, index) => index < best && !sentence.startsWith('•'));
  return before >= 0 && sentences[before]?.endsWith(':') && best - before <= 3 ? before : best;
}

function shorten(text: string): string {
  const cut = text.slice(0, LONGEST);
  const end = cut.lastIndexOf(' ');
  return `${(end > 0 ? cut.slice(0, end) : cut).trimEnd()} …`;
}
