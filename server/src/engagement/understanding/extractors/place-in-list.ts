import type { Language } from '../languages/index.ts';
import type { Token } from '../text.ts';

/**
 * Which item of a list of `count` is meant by its place: "the second one", "option 2", "the last". The index counts
 * from 0. "The second of June", "the 2nd" and "first, tell me" are no choice.
 */
export function findPlaceInList(
  tokens: readonly Token[],
  text: string,
  count: number,
  language: Language,
): { index: number; token: Token } | undefined {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) continue;
    const index = indexAt(tokens, at, token, text, count, language);
    if (index !== undefined && index >= 0 && index < count) return { index, token };
  }
  return undefined;
}

function indexAt(
  tokens: readonly Token[],
  at: number,
  token: Token,
  text: string,
  count: number,
  language: Language,
): number | undefined {
  const { slots, lists, numbers } = language;
  const wordAt = (index: number) => tokens[index]?.word ?? '';
  const after = wordAt(at + 1);
  if (/^[1-9]$/.test(token.word) && lists.markers.includes(wordAt(at - 1))) return Number(token.word) - 1;
  if (slots.first.includes(token.word)) return slots.notAfter.includes(after) ? undefined : 0;
  if (slots.last.includes(token.word)) return slots.notAfter.includes(after) ? undefined : count - 1;
  const written = token.kind === 'number' ? text.slice(token.start, token.end + 2).toLowerCase() : token.word;
  const ordinal = Object.hasOwn(numbers.ordinals, written) ? numbers.ordinals[written] : undefined;
  if (ordinal === undefined || slots.notAfter.includes(after) || (after === ',' && at === 0)) return undefined;
  if (token.kind === 'number' && !slots.chooses.includes(wordAt(at + 2))) return undefined;
  return ordinal - 1;
}
