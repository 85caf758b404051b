import { once } from '../keep.ts';
import { wordTable } from './list.ts';
import type { TimeWords } from './types.ts';

/** The table of a language's words of time, from "lunes monday, ..." and phrases as the sources of patterns. */
export function timeWords(words: string, phrases: readonly (readonly [source: string, english: string])[]): TimeWords {
  return {
    words: wordTable(words),
    phrases: phrases.map(([source, english]) => [
      once(() => new RegExp(`(?<![\\p{L}\\d])(?:${source})(?![\\p{L}\\d])`, 'gu')),
      english,
    ]),
  };
}
