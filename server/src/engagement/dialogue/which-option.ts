import { languageFor } from '../understanding/languages/index.ts';
import { fold, tokenize } from '../understanding/text.ts';
import type { WorkflowField } from '../workflow/definition.ts';
import type { Turn } from './turn.ts';

/**
 * The options that a word of the message fits where it fits several and not all: "haircut" where there are three kinds
 * of it. Empty where the field is known or nothing such was said.
 */
export function optionsNamed(turn: Turn, field: WorkflowField): string[] {
  if (field.type !== 'select' || turn.known.has(field.key) || turn.text === '') return [];
  const { stem, stopWords } = languageFor(turn.speech.language);
  const stemsOf = (words: string) =>
    tokenize(fold(words))
      .filter(({ word, kind }) => kind === 'word' && word.length > 2 && !stopWords.includes(word))
      .map(({ word }) => stem(word));
  const said = new Set(stemsOf(turn.text));
  const named = field.options
    .map(({ value, label = value }) => label)
    .filter((label) => stemsOf(label).some((word) => said.has(word)));
  return named.length < 2 || named.length === field.options.length ? [] : named;
}
