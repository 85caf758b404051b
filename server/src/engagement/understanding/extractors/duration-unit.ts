import type { WorkflowField } from '../../workflow/definition.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { fold, type Token, tokenize } from '../text.ts';
import type { SpeechContext } from '../types.ts';
import type { Quantity } from './quantity.ts';
import { tokenAt } from './types.ts';

/**
 * Quantities in the unit that a field's label names: "6 months" is 0.5 and "2 years and 6 months" is 2.5 for "Years
 * in business", and so is the time since a year ("since 2019"). Others come back as they are.
 */
export function inUnitOfField(
  text: string,
  quantities: readonly Quantity[],
  field: WorkflowField | undefined,
  context: SpeechContext,
): readonly Quantity[] {
  const language = languageFor(context.language);
  const unit = field && unitOf(field, language);
  if (!unit || quantities.length === 0) return quantities;
  const tokens = tokenize(fold(text));
  const converted: Quantity[] = [];
  for (let index = 0; index < quantities.length; index++) {
    const quantity = quantities[index];
    if (!quantity) continue;
    const said = durationAt(quantity, tokens, language);
    const next = quantities[index + 1];
    const rest =
      said && next && joins(said.end, next, tokens, language) ? durationAt(next, tokens, language) : undefined;
    if (rest) index++;
    const since = yearsSince(quantity, tokens, context, language);
    if (since !== undefined) converted.push({ ...quantity, value: round((since * 12) / unit) });
    else if (said)
      converted.push({
        ...quantity,
        end: rest?.end ?? said.end,
        value: round((said.months + (rest?.months ?? 0)) / unit),
      });
    else converted.push(quantity);
  }
  return converted;
}

interface Duration {
  readonly months: number;
  readonly end: number;
}

function durationAt(quantity: Quantity, tokens: readonly Token[], language: Language): Duration | undefined {
  const token = tokens[tokenAt(tokens, quantity.end)];
  const months = token && language.numbers.durations[language.stem(token.word)];
  return token && months !== undefined ? { months: quantity.value * months, end: token.end } : undefined;
}

function joins(end: number, next: Quantity, tokens: readonly Token[], language: Language): boolean {
  const between = tokens.filter((token) => token.start >= end && token.end <= next.start);
  return (
    between.length <= 1 && between.every((token) => token.word === ',' || language.numbers.joiners.includes(token.word))
  );
}

function yearsSince(
  quantity: Quantity,
  tokens: readonly Token[],
  context: SpeechContext,
  language: Language,
): number | undefined {
  const before = tokens[tokenAt(tokens, quantity.start) - 1]?.word ?? '';
  const years = context.now.getUTCFullYear() - quantity.value;
  const isYear = Number.isInteger(quantity.value) && quantity.value >= 1800 && years >= 0;
  return isYear && language.numbers.since.includes(before) ? years : undefined;
}

/** Months in the unit that the label names; undefined where it names none. */
function unitOf(field: WorkflowField, language: Language): number | undefined {
  const stems = tokenize(fold(field.label)).map((token) => language.stem(token.word));
  const named = stems.find((stem) => Object.hasOwn(language.numbers.durations, stem));
  return named === undefined ? undefined : language.numbers.durations[named];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
