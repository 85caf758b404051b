import { german } from './de/index.ts';
import { english } from './en/index.ts';
import { spanish } from './es/index.ts';
import { french } from './fr/index.ts';
import { portuguese } from './pt/index.ts';
import type { Language } from './types.ts';

export type { Language } from './types.ts';

const languages: readonly Language[] = [english, spanish, portuguese, french, german];

/** The tables of a BCP 47 language; English where there are none. */
export function languageFor(tag: string): Language {
  const code = tag.slice(0, 2).toLowerCase();
  return languages.find((language) => language.code === code) ?? english;
}

/** The languages besides one: what must never be missed is looked for in all. */
export function languagesBeside(tag: string): readonly Language[] {
  const own = languageFor(tag);
  return languages.filter((language) => language !== own);
}

/** The single words by which people agree, refuse, greet, thank and take leave: never a name or a place by themselves. */
export function actWords(language: Language): readonly string[] {
  const tables = (['accept', 'reject', 'greet', 'thank', 'goodbye', 'any', 'skip', 'wait', 'opt_out'] as const).map(
    (act) => language.acts[act],
  );
  const phrases = tables.flatMap((table) => [...(table?.whole ?? []), ...(table?.start ?? [])]);
  return phrases.flatMap((phrase) => phrase.split(/[()|?]/)).filter((word) => word !== '' && !word.includes(' '));
}

/**
 * The language that a text is plainly written in: the one of more common words, two at least; `usual` where none stands
 * out. Texts are folded as everywhere.
 */
export function languageOf(folded: string, usual: string): string {
  const words = new Set(folded.split(/[^\p{L}'-]+/u));
  const own = languageFor(usual);
  const count = (language: Language) => language.marks.filter((mark) => words.has(mark)).length;
  let best = { code: own.code, marks: Math.max(count(own), 1) };
  for (const language of languages) {
    const marks = count(language);
    if (marks > best.marks) best = { code: language.code, marks };
  }
  return best.code === own.code ? usual : best.code;
}
