import { type Language, languageFor } from './languages/index.ts';
import { anywhere, found } from './phrase.ts';
import { fold } from './text.ts';

/** Whether a question wants to know what an answer is needed for. */
export function asksWhy(question: string, languageTag: string): boolean {
  const language = languageFor(languageTag);
  const pattern = compiled.get(language) ?? anywhere(language.whyWords);
  compiled.set(language, pattern);
  return found(pattern, fold(question));
}

const compiled = new WeakMap<Language, RegExp>();
