import type { WorkflowField } from '../../workflow/definition.ts';
import { onceFor } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { isNegated } from '../negation.ts';
import { anywhere, everyMatch, found, plainPhrase } from '../phrase.ts';
import { fold, tokenize } from '../text.ts';
import type { Span, SpeechContext } from '../types.ts';
import { saysYes } from '../yes-no-field.ts';
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
    const words = wordsOf(option);
    if (!words) return [];
    return everyMatch(words, folded)
      .filter((match) => !isOpen(folded, match.index, context))
      .map((match) => {
        const range = { start: match.index, end: match.index + match[0].length };
        const isDenied = isNegated(tokens, tokenAt(tokens, range.start), tokenAt(tokens, range.end), context.language);
        return spanOf(text, range, isYes(option.value) !== isDenied, isDenied ? 0.82 : 0.9);
      });
  });
}

/** "I want to know if they have parking": whether it is so is asked, not told. */
function isOpen(folded: string, start: number, { language }: SpeechContext): boolean {
  const before = folded.slice(Math.max(0, start - 25), start);
  return found(undecided(languageFor(language)), before);
}

const undecided = onceFor((language: Language) => anywhere(language.yesNo.undecidedBefore));

/** The ways to say an option; undefined where it has none but its value. */
const wordsOf = onceFor(({ label, synonyms }: WorkflowField['options'][number]) => {
  const said = [label ?? '', ...synonyms].map((word) => plainPhrase(fold(word))).filter((word) => word.length > 2);
  return said.length === 0 ? undefined : anywhere(said);
});

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
  return saysYes(value) === true;
}
