import type { WorkflowField } from '../../workflow/definition.ts';
import type { Token } from '../text.ts';
import type { Span, SpeechContext, VariableValue } from '../types.ts';

/** What an extractor may know of why it listens. */
export interface Listening {
  readonly field?: WorkflowField;
  /** The agent has just asked for this field. */
  readonly asked?: boolean;
}

/** Finds the values of one type in a text. Pure: same text, context and field, same spans. Spans do not overlap. */
export type Extractor<V extends VariableValue = VariableValue> = (
  text: string,
  context: SpeechContext,
  listening?: Listening,
) => Span<V>[];

/** A span over `text`, its words trimmed of marks and spaces. */
export function spanOf<V extends VariableValue>(
  text: string,
  range: { readonly start: number; readonly end: number },
  value: V,
  confidence: number,
): Span<V> {
  return { start: range.start, end: range.end, text: text.slice(range.start, range.end), value, confidence };
}

/** Nobody says more values of one type in a message; a hostile one must not take long. */
export const maxSpans = 40;

/** The spans in order of place, without those that overlap a more confident or, between equals, a longer one. */
export function withoutOverlaps<V extends VariableValue>(spans: readonly Span<V>[]): Span<V>[] {
  const best = spans
    .slice(0, maxSpans)
    .toSorted((a, b) => b.confidence - a.confidence || b.end - b.start - (a.end - a.start));
  const kept: Span<V>[] = [];
  for (const span of best) {
    if (span.end > span.start && kept.every((other) => span.end <= other.start || span.start >= other.end))
      kept.push(span);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** The index of the first token at or after an offset; the number of tokens where there is none. */
export function tokenAt(tokens: readonly Token[], offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
