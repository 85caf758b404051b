import { onceFor } from './keep.ts';
import { type Language, languageFor } from './languages/index.ts';
import { anywhere, found } from './phrase.ts';
import { fold } from './text.ts';

/** Whether a question wants to know what an answer is needed for. */
export function asksWhy(question: string, languageTag: string): boolean {
  return found(whyWords(languageFor(languageTag)), fold(question));
}

const whyWords = onceFor((language: Language) => anywhere(language.whyWords));
