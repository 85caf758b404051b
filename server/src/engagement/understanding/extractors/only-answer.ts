import { onceFor } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { fold, tokenize } from '../text.ts';

/** True where a text says nothing besides `text.slice(start, end)` but politeness: the whole answer to a question. */
export function isOnlyAnswer(text: string, start: number, end: number, languageTag: string): boolean {
  if (text.length - (end - start) > 60) return false;
  const language = languageFor(languageTag);
  const rest = tokenize(fold(`${text.slice(0, start)} , ${text.slice(end)}`));
  return rest.every((token) => token.kind === 'mark' || quiet(language).has(token.word));
}

const quiet = onceFor((language: Language): Set<string> => {
  const words = [
    ...language.fillers,
    ...language.texts.leading,
    ...language.texts.trailing,
    ...language.numbers.approximators,
  ];
  return new Set(words.flatMap((phrase) => phrase.split(' ')));
});
