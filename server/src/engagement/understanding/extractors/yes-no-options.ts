import type { WorkflowField } from '../../workflow/definition.ts';
import { languageFor } from '../languages/index.ts';
import { isNegated } from '../negation.ts';
import { anywhere, plainPhrase } from '../phrase.ts';
import { fold, tokenize } from '../text.ts';
import type { Span, SpeechContext } from '../types.ts';
import { optionFormsOf } from './option-forms.ts';
import { findQuantities } from './quantity.ts';
import { spanOf, tokenAt } from './types.ts';

/**
 * The options of a yes-no field said in a text: by their words ("been before" for no) and, when it was asked for, by a
 * number that one of them holds ("18+" for yes). What is denied means the other answer.
 */
export function findYesNoOptions(
  text: string,
  field: WorkflowField,
  context: SpeechContext,
  asked: boolean,
): Span<boolean>[] {
  if (field.options.length === 0) return [];
  return [...byWords(text, field, context), ...(asked ? byNumber(text, field, context) : [])];
}

function byWords(text: string, field: WorkflowField, context: SpeechContext): Span<boolean>[] {
  const folded = fold(text);
  const tokens = tokenize(folded);
  return field.options.flatMap((option) => {
    const said = [option.label ?? '', ...option.synonyms].map((word) => plainPhrase(fold(word)));
    const words = said.filter((word) => word.length > 2);
    if (words.length === 0) return [];
    return [...folded.matchAll(anywhere(words))].map((match) => {
      const range = { start: match.index, end: match.index + match[0].length };
      const isDenied = isNegated(tokens, tokenAt(tokens, range.start), tokenAt(tokens, range.end), context.language);
      return spanOf(text, range, isYes(option.value) !== isDenied, isDenied ? 0.82 : 0.9);
    });
  });
}

function byNumber(text: string, field: WorkflowField, context: SpeechContext): Span<boolean>[] {
  const { numbers } = optionFormsOf(field, context.language);
  if (numbers.length === 0) return [];
  const folded = fold(text);
  const { numberBefore, numberAfter } = languageFor(context.language).yesNo;
  return findQuantities(text, context).flatMap((quantity) => {
    const before = /[^\s,.!]*(?=[\s,.!]*$)/.exec(folded.slice(0, quantity.start))?.[0] ?? '';
    const after = /^[^\s,.!]*/.exec(folded.slice(quantity.end).trimStart())?.[0] ?? '';
    if (!numberBefore.includes(before) || !numberAfter.includes(after)) return [];
    const option = numbers.find((one) => quantity.value >= one.from && quantity.value <= one.to);
    return option ? [spanOf(text, quantity, isYes(option.value), 0.75)] : [];
  });
}

function isYes(value: string): boolean {
  return yesWords.has(fold(value));
}

const yesWords = new Set(['true', 'yes', 'y', '1']);
