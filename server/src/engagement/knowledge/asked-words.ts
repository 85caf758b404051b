import { languageFor } from '../understanding/languages/index.ts';
import { editDistance } from '../understanding/text.ts';
import { wordsOf } from './words-of.ts';

/** A word that a question asks for, and what says the same. */
export interface AskedWord {
  readonly word: string;
  readonly forms: readonly { readonly word: string; readonly factor: number }[];
}

/** More say no more about what is asked. */
const MOST_WORDS = 12;
/** What another word for the same counts, against the word itself. */
const SYNONYM = 0.9;

/** A word as long as these is not written like another by chance. */
const LONG = 6;

function isMisspelt(word: string, wanted: string): boolean {
  return word.length >= LONG && word.charAt(0) === wanted.charAt(0) && editDistance(word, wanted, 1) === 1;
}

/** The words of a question that carry what is asked, each once, with their synonyms. `languageTag` is that of the question. */
export function askedWords(question: string, languageTag: string): AskedWord[] {
  const { stopWords, synonyms, stem } = languageFor(languageTag);
  const words = new Set(wordsOf(question).filter((word) => !stopWords.includes(word)));
  return [...words].slice(0, MOST_WORDS).map((word) => {
    const means = (isSame: (other: string) => boolean) => synonyms.find((one) => one.some(isSame));
    const group = means((other) => stem(other) === stem(word)) ?? means((other) => isMisspelt(word, other)) ?? [];
    const others = group.filter((other) => other !== word);
    return { word, forms: [{ word, factor: 1 }, ...others.map((other) => ({ word: other, factor: SYNONYM }))] };
  });
}
