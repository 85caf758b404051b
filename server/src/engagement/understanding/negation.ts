import { type Language, languageFor } from './languages/index.ts';
import type { Token } from './text.ts';

/**
 * Whether the words at tokens `from` to `to` (exclusive) are denied: "not blonde", "no pets", "pets aren't needed".
 * A mark or a contrasting word ("but") ends the reach of a negation.
 */
export function isNegated(tokens: readonly Token[], from: number, to: number, languageTag: string): boolean {
  const { single, pairs, contrasts } = rulesOf(languageFor(languageTag));
  for (let index = from - 1; index >= Math.max(0, from - 5); index--) {
    const token = tokens[index];
    if (!token || token.kind === 'mark') break;
    if (single.has(token.word)) return !(token.word === 'no' && tokens[index + 1]?.kind === 'mark');
    if (pairs.has(`${token.word} ${tokens[index + 1]?.word ?? ''}`)) return true;
    if (contrasts.has(token.word) && index < from - 1) break;
  }
  for (let index = to; index < Math.min(tokens.length, to + 3); index++) {
    const token = tokens[index];
    if (!token || token.kind === 'mark' || token.kind === 'number') break;
    if (token.word === 'no' || token.word === 'without') break;
    if (afterwards.test(token.word) && single.has(token.word)) return true;
  }
  return false;
}

interface Rules {
  readonly single: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
  readonly contrasts: ReadonlySet<string>;
}

/** Negations that may follow what they deny: "pets are not needed", not "blonde never suited me". */
const afterwards = /^(?:not|[a-z]+n't|[a-z]+nt)$/;
const compiled = new WeakMap<Language, Rules>();

function rulesOf(language: Language): Rules {
  const known = compiled.get(language);
  if (known) return known;
  const rules = {
    single: new Set(language.negations.filter((word) => !word.includes(' '))),
    pairs: new Set(language.negations.filter((word) => word.includes(' '))),
    contrasts: new Set(language.contrasts),
  };
  compiled.set(language, rules);
  return rules;
}
