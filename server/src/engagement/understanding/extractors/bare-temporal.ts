import type { FieldType } from '../../workflow/definition.ts';
import { fold } from '../text.ts';
import type { Span, SpeechContext } from '../types.ts';
import { isOnlyAnswer } from './only-answer.ts';
import { findQuantities } from './quantity.ts';
import { findDates, findTimes } from './temporal/index.ts';

/** A bare number that answers a question for a day or a time: "4" for four o'clock, "14" for the 14th. */
export function findBareTemporal(type: FieldType, text: string, context: SpeechContext): Span<string>[] {
  if ((type !== 'time' && type !== 'date') || text.length > 40) return [];
  const [quantity] = findQuantities(text, context);
  if (!quantity || !isOnlyAnswer(text, quantity.start, quantity.end, context.language)) return [];
  const words = fold(text.slice(quantity.start, quantity.end));
  const [read] = type === 'time' ? findTimes(`at ${words}`, context) : findDates(`on the ${quantity.value}th`, context);
  if (!read) return [];
  return [
    {
      start: quantity.start,
      end: quantity.end,
      text: text.slice(quantity.start, quantity.end),
      value: read.value,
      confidence: 0.7,
    },
  ];
}
