import type { WorkflowField } from '../../workflow/definition.ts';
import { stemTokens } from '../field-cues.ts';
import { onceInLanguage } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { fold, tokenize } from '../text.ts';

/** One way to say an option. */
export interface OptionForm {
  readonly value: string;
  readonly stems: readonly string[];
  readonly words: readonly string[];
  /** Too short or too common to count unless asked. */
  readonly weak: boolean;
}

export interface OptionForms {
  /** Longest first. */
  readonly forms: readonly OptionForm[];
  /** Options that are numbers, begin at one ("4+") or end before one ("under 18"), with the numbers they hold, both ends inclusive. */
  readonly numbers: readonly { readonly value: string; readonly from: number; readonly to: number }[];
}

/** All ways to say a field's options, compiled once for each field object. */
export const optionFormsOf = onceInLanguage((field: WorkflowField, languageTag): OptionForms => {
  const language = languageFor(languageTag);
  const forms: OptionForm[] = [];
  const numbers: { value: string; from: number; to: number }[] = [];
  for (const option of field.options) {
    const ways = [option.value, option.label ?? option.value, ...option.synonyms];
    for (const said of new Set(ways.map((way) => fold(way).replaceAll('_', ' ')))) {
      const number = readNumber(said, option.value, language);
      const form = number ? undefined : readForm(said, option.value, language);
      if (number) numbers.push(number);
      if (form) forms.push(form);
    }
  }
  forms.sort((a, b) => b.stems.length - a.stems.length);
  return { forms, numbers };
});

function readNumber(said: string, value: string, language: Language): OptionForms['numbers'][number] | undefined {
  const below = /^(\D{1,20}?)\s(\d{1,9})$/.exec(said);
  if (below && language.numbers.lessThan.includes(below[1] ?? ''))
    return { value, from: Number.NEGATIVE_INFINITY, to: Number(below[2]) - 1e-6 };
  const digits = /^(\d{1,9})\s?(.*)$/.exec(said);
  if (!digits) return undefined;
  const rest = digits[2] ?? '';
  if (rest === '') return { value, from: Number(digits[1]), to: Number(digits[1]) };
  if (rest !== '+' && !language.numbers.orMore.includes(rest)) return undefined;
  return { value, from: Number(digits[1]), to: Number.POSITIVE_INFINITY };
}

function readForm(said: string, value: string, language: Language): OptionForm | undefined {
  const tokens = tokenize(said).filter((token) => token.kind !== 'mark');
  if (tokens.length === 0) return undefined;
  const words = tokens.map((token) => token.word);
  const weak = words.every((word) => word.length < 2 || language.stopWords.includes(word));
  return { value, words, stems: stemTokens(tokens, language.code), weak };
}
