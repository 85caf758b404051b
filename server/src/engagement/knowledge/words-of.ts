import { fold } from '../understanding/text.ts';

/** Longer ones are no words that anybody asks for. */
const LONGEST = 40;

/**
 * The words of a text by which it is found: folded, in their order, repeats and all. Parts of a hyphenated word count,
 * and so does the whole without its hyphens: "Wi-Fi" is found by "wifi".
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [whole] of fold(text).matchAll(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu)) {
    const parts = whole.split('-');
    words.push(...parts, ...(parts.length > 1 ? [parts.join('')] : []));
  }
  return words.filter((word) => word.length <= LONGEST);
}
