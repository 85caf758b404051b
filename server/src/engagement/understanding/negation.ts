import { onceFor } from './keep.ts';
import { type Language, languageFor } from './languages/index.ts';
import type { Token } from './text.ts';

/**
 * Whether the words at tokens `from` to `to` (exclusive) are denied: "not blonde", "no pets", "pets aren't needed".
 * A mark or a contrasting word ("but") ends the reach of a negation.
 */
export function isNegated(tokens: readonly Token[], from: number, to: number, languageTag: string): boolean {
  const { single, late, pairs, contrasts, joiners } = rulesOf(languageFor(languageTag));
  for (let index = from - 1; index >= Math.max(0, from - 5); index--) {
    const token = tokens[index];
    if (!token || token.kind === 'mark') break;
    if (single.has(token.word))
      return !(token.word === 'no' && (tokens[index + 1]?.kind === 'mark' || corrects(tokens[index + 1], languageTag)));
    if (pairs.has(`${token.word} ${tokens[index + 1]?.word ?? ''}`)) return true;
    if (contrasts.has(token.word) || (joiners.has(token.word) && index < from - 1)) break;
  }
  for (let index = to; index < Math.min(tokens.length, to + 3); index++) {
    const token = tokens[index];
    if (!token || token.kind === 'mark' || token.kind === 'number') break;
    if (late.has(token.word)) return true;
  }
  return false;
}

/** "No actually", "no I want": the no is an answer of its own. */
function corrects(token: Token | undefined, languageTag: string): boolean {
  return token !== undefined && languageFor(languageTag).afterNo.includes(token.word);
}

interface Rules {
  readonly single: ReadonlySet<string>;
  readonly late: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
  readonly joiners: ReadonlySet<string>;
  readonly contrasts: ReadonlySet<string>;
}

const rulesOf = onceFor(
  (language: Language): Rules => ({
    single: new Set(language.negations.filter((word) => !word.includes(' '))),
    late: new Set(language.lateNegations),
    pairs: new Set(language.negations.filter((word) => word.includes(' '))),
    joiners: new Set(language.numbers.joiners),
    contrasts: new Set(language.contrasts),
  }),
);
