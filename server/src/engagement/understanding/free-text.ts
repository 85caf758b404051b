import type { WorkflowField } from '../workflow/definition.ts';
import { findTexts } from './extractors/text.ts';
import type { Heard } from './hear.ts';
import { languageFor } from './languages/index.ts';
import type { DialogueAct, Span } from './types.ts';

/**
 * The answer to a question for free text: all that was told, questions left out. Nothing where the lead did not
 * answer ("I don't know", "can I talk to someone?") or only gave other fields' values, whose spans are `taken`.
 */
export function findFreeText(field: WorkflowField, heard: Heard, taken: readonly Span[]): Span<string> | undefined {
  if (heard.acts.some((act) => never.includes(act))) return undefined;
  const words = heard.tokens.filter((token) => token.kind !== 'mark');
  if (words.length <= 6 && heard.acts.some((act) => hollow.includes(act)) && !heard.acts.includes('reject'))
    return undefined;
  const told = heard.clauses.filter(
    (clause) => clause.mood !== 'question' && !(clause.mood === 'availability' && clause.marked),
  );
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last || isCovered(heard, first.start, last.end, taken)) return undefined;
  const beside = taken.length > 0 ? besideFacts(heard, first.start, last.end, taken) : undefined;
  if (beside) return beside;
  const part = heard.text.slice(first.start, last.end);
  const span = findTexts(part, heard.context, { field, asked: true })[0];
  return span && { ...span, start: span.start + first.start, end: span.end + first.start };
}

/** Of a sentence that also holds other fields' values, the name said in it, or the part before the first comma. */
function besideFacts({ text, context, acts }: Heard, start: number, end: number, taken: readonly Span[]) {
  const { called } = languageFor(context.language).texts;
  const pattern = new RegExp(`(?:${called.join('|')})\\s((?:\\p{Lu}[\\p{L}\\p{N}&'’.-]{0,40}\\s?){1,6})`, 'u');
  const named = pattern.exec(text.slice(start, end));
  const comma = text.slice(start, end).indexOf(',');
  const from = named?.[1] === undefined ? start : start + named.index + named[0].length - named[1].length;
  const to = named?.[1] === undefined ? start + comma : from + named[1].trimEnd().length;
  if (named === null && acts.includes('greet')) return undefined;
  if (to <= from || (named === null && !/^\p{Lu}/u.test(text.slice(from)))) return undefined;
  if (taken.some((span) => span.start < to && from < span.end)) return undefined;
  return { start: from, end: to, text: text.slice(from, to), value: text.slice(from, to), confidence: 0.7 };
}

const never: readonly DialogueAct[] = [
  'unsure',
  'skip',
  'wait',
  'repeat',
  'request_person',
  'opt_out',
  'ask_if_human',
  'request_cancel',
  'request_reschedule',
];
const hollow: readonly DialogueAct[] = ['any', 'accept', 'greet', 'thank', 'goodbye'];

/** Whether other fields' values are most of what was told. */
function isCovered(heard: Heard, start: number, end: number, taken: readonly Span[]): boolean {
  const language = languageFor(heard.context.language);
  const telling = heard.tokens.filter(
    (token) =>
      token.kind !== 'mark' && token.start >= start && token.end <= end && !language.stopWords.includes(token.word),
  );
  const free = telling.filter((token) => !taken.some((span) => token.start >= span.start && token.end <= span.end));
  return taken.length > 0 && free.length <= Math.max(1, telling.length / 3);
}
