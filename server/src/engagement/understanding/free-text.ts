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
  const part = heard.text.slice(first.start, last.end);
  const span = findTexts(part, heard.context, { field, asked: true })[0];
  return span && { ...span, start: span.start + first.start, end: span.end + first.start };
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
