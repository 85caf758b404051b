import type { WorkflowField } from '../../workflow/definition.ts';
import { stemTokens } from '../field-cues.ts';
import { languageFor } from '../languages/index.ts';
import { isNegated } from '../negation.ts';
import { editDistance, fold, type Token, tokenize } from '../text.ts';
import type { Span, SpeechContext } from '../types.ts';
import { yesNoOptionsOf } from '../yes-no-field.ts';
import { findBooleans } from './boolean.ts';
import { isOnlyAnswer } from './only-answer.ts';
import { type OptionForm, type OptionForms, optionFormsOf } from './option-forms.ts';
import { findPlaceInList } from './place-in-list.ts';
import { findQuantities } from './quantity.ts';
import { datesIn, timesIn } from './times.ts';
import { type Extractor, type Listening, spanOf, withoutOverlaps } from './types.ts';

/**
 * The options of a closed list, by value, label, synonym or (when asked) by place in the list; word forms and small
 * typing errors are forgiven, denied options left out. A span's value is the option's value.
 */
export const findOptions: Extractor<string> = (text, context, listening) => {
  const field = listening?.field;
  if (!field) return [];
  const yesNo = yesNoOptionsOf(field);
  if (yesNo)
    return findBooleans(text, context, listening).map((span) => ({
      ...span,
      value: span.value ? yesNo.yes : yesNo.no,
    }));
  const list = optionFormsOf(field, context.language);
  const tokens = tokenize(fold(text));
  const spans = [
    ...byWords(text, tokens, list, context, listening),
    ...byNumber(text, list, context, listening.asked === true),
  ];
  if (spans.length === 0 && listening.asked)
    spans.push(...byPart(text, tokens, list, context), ...byPlace(text, tokens, field, context));
  return withoutOverlaps(spans);
};

/** The same for a list of which several may be chosen: one span over all that was named; an empty list for "none". */
export const findOptionLists: Extractor<readonly string[]> = (text, context, listening) => {
  const spans = findOptions(text, context, listening);
  const [first, last] = [spans[0], spans.at(-1)];
  if (first && last) {
    const values = [...new Set(spans.map((span) => span.value))];
    return [
      spanOf(text, { start: first.start, end: last.end }, values, Math.min(...spans.map((span) => span.confidence))),
    ];
  }
  return listening?.asked && listening.field ? allOrNone(text, context, listening.field) : [];
};

/** "all of them", "none". */
function allOrNone(text: string, context: SpeechContext, field: WorkflowField): Span<readonly string[]>[] {
  const { all, none } = languageFor(context.language).lists;
  const token = tokenize(fold(text)).find((one) => all.includes(one.word) || none.includes(one.word));
  if (!token) return [];
  return [spanOf(text, token, all.includes(token.word) ? field.options.map((option) => option.value) : [], 0.75)];
}

function byWords(
  text: string,
  tokens: readonly Token[],
  list: OptionForms,
  context: SpeechContext,
  listening: Listening,
): Span<string>[] {
  const stems = stemTokens(tokens, context.language);
  const spans: Span<string>[] = [];
  for (let from = 0; from < tokens.length; from++) {
    for (const form of list.forms) {
      if (form.weak && !listening.asked) continue;
      const quality = likeness(form, tokens, stems, from);
      const to = from + form.stems.length;
      const [first, last] = [tokens[from], tokens[to - 1]];
      if (quality === 0 || !first || !last) continue;
      if (isNegated(tokens, from, to, context.language)) continue;
      spans.push(spanOf(text, { start: first.start, end: last.end }, form.value, form.weak ? 0.6 : quality));
    }
  }
  return spans;
}

/** 0.92 for the same words in any form, 0.75 with a typing error, 0 for other words. */
function likeness(form: OptionForm, tokens: readonly Token[], stems: readonly string[], from: number): number {
  let quality = 0.92;
  for (let offset = 0; offset < form.stems.length; offset++) {
    const [said, wanted] = [tokens[from + offset], form.words[offset] ?? ''];
    if (!said) return 0;
    if (said.word === wanted || stems[from + offset] === form.stems[offset]) continue;
    if (!mistyped(said.word, wanted)) return 0;
    quality = 0.75;
  }
  return quality;
}

function mistyped(said: string, wanted: string): boolean {
  const limit = wanted.length >= 8 ? 2 : wanted.length >= 5 ? 1 : 0;
  if (limit === 0 || said.length < 4 || said.charCodeAt(0) !== wanted.charCodeAt(0)) return false;
  return editDistance(said, wanted, limit) <= limit;
}

function byNumber(text: string, list: OptionForms, context: SpeechContext, asked: boolean): Span<string>[] {
  if (list.numbers.length === 0) return [];
  return findQuantities(text, context).flatMap((quantity) => {
    const option = list.numbers.find((one) => quantity.value >= one.from && quantity.value <= one.to);
    if (!option) return [];
    const alone = asked && isOnlyAnswer(text, quantity.start, quantity.end, context.language);
    return [spanOf(text, quantity, option.value, alone ? 0.7 : 0.4)];
  });
}

/** "general" for "General Practitioner", where only one option has the word; not the "half" of "half past two". */
function byPart(text: string, tokens: readonly Token[], list: OptionForms, context: SpeechContext): Span<string>[] {
  const language = languageFor(context.language);
  const stems = stemTokens(tokens, context.language);
  const taken = [...datesIn(text, context), ...timesIn(text, context)];
  return tokens.flatMap((token, index) => {
    if (taken.some((span) => token.start >= span.start && token.end <= span.end)) return [];
    if (token.kind !== 'word' || token.word.length < 3 || language.stopWords.includes(token.word)) return [];
    const stem = stems[index] ?? '';
    const values = new Set(list.forms.filter((form) => form.stems.includes(stem)).map((form) => form.value));
    const [value] = values;
    if (values.size !== 1 || value === undefined || isNegated(tokens, index, index + 1, context.language)) return [];
    return [spanOf(text, token, value, 0.65)];
  });
}

/** "the second one", "option 3", "b" of a list that was just read out. */
function byPlace(text: string, tokens: readonly Token[], field: WorkflowField, context: SpeechContext): Span<string>[] {
  const place = findPlaceInList(tokens, text, field.options.length, languageFor(context.language));
  const { first } = languageFor(context.language).slots;
  const option = place === undefined || first.includes(place.token.word) ? undefined : field.options[place.index];
  if (place && option) return [spanOf(text, place.token, option.value, 0.6)];
  const alone = tokens.find((token) => isOnlyAnswer(text, token.start, token.end, context.language));
  const letter = alone && /^[a-h]$/.test(alone.word) ? alone.word.charCodeAt(0) - 97 : undefined;
  const index = alone?.kind === 'number' ? Number(alone.word) - 1 : letter;
  const named = index === undefined ? undefined : field.options[index];
  return alone && named ? [spanOf(text, alone, named.value, 0.6)] : [];
}
