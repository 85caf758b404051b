import { english } from './en/index.ts';
import type { Language } from './types.ts';

export type { Language } from './types.ts';

const languages: readonly Language[] = [english];

/** The tables of a BCP 47 language; English where there are none. */
export function languageFor(tag: string): Language {
  const code = tag.slice(0, 2).toLowerCase();
  return languages.find((language) => language.code === code) ?? english;
}

/** The single words by which people agree, refuse, greet, thank and take leave: never a name or a place by themselves. */
export function actWords(language: Language): readonly string[] {
  const tables = (['accept', 'reject', 'greet', 'thank', 'goodbye', 'any', 'skip', 'wait', 'opt_out'] as const).map(
    (act) => language.acts[act],
  );
  const phrases = tables.flatMap((table) => [...(table?.whole ?? []), ...(table?.start ?? [])]);
  return phrases.flatMap((phrase) => phrase.split(/[()|?]/)).filter((word) => word !== '' && !word.includes(' '));
}
