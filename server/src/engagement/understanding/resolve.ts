import type { WorkflowField } from '../workflow/definition.ts';
import { type Candidate, candidatesFor, claims, type FieldAttention } from './candidates.ts';
import { isNamed } from './field-roles.ts';
import { findFreeText } from './free-text.ts';
import type { Heard } from './hear.ts';
import { languageFor } from './languages/index.ts';
import type { DialogueAct, Observation, Span, UnderstandInput, VariableValue } from './types.ts';
import { findVolunteeredName } from './volunteered-name.ts';
import { understoodType, yesNoOptionsOf } from './yes-no-field.ts';

/** The words that gave a field its value. */
export interface FieldSpan {
  readonly field: WorkflowField;
  readonly span: Span;
}

/** What the lead said for each field, at most one value each: no two fields share words. */
export function resolve(input: UnderstandInput, heard: Heard): { observations: Observation[]; spans: FieldSpan[] } {
  const attention = attend(input, heard);
  const fields = input.fields.filter((field) => attention.get(field.key) !== undefined);
  const all = withoutNamedOptions(
    fields.flatMap((field) => candidatesFor(field, heard, attention.get(field.key) ?? unasked)),
    heard.context.language,
  );
  const claimed = claims(heard, new Set(fields.map((field) => field.type)));
  const chosen = withoutCorrectingNo(choose(preferLater(all, heard.acts), claimed), input, heard);
  const observations = chosen.map((candidate) => observe(candidate, heard));
  const spans = chosen.map(({ field, span }) => ({ field, span }));
  const asked = firstAsked(input);
  const words = chosen.map(({ span }) => span);
  const hasName = observations.some(({ key }) => input.fields.find((field) => field.key === key)?.type === 'name');
  const named = asked && !hasName ? findVolunteeredName(asked, input, heard, words) : undefined;
  if (named) {
    observations.push(observe({ ...named, confidence: named.span.confidence, score: 0 }, heard));
    spans.push(named);
  }
  if (asked?.type === 'text' && !observations.some((one) => one.key === asked.key)) {
    const free = findFreeText(asked, heard, words);
    if (free) observations.push(observe({ field: asked, span: free, confidence: free.confidence, score: 0 }, heard));
  }
  return { observations, spans };
}

/** "A Dermatologist" is that option of a list, never the name of one. */
function withoutNamedOptions(all: readonly Candidate[], language: string): Candidate[] {
  const options = all.filter(({ field, span }) => field.type === 'select' && span.confidence >= 0.9);
  return all.filter(
    ({ field, span }) =>
      !isNamed(field, language) || options.every((one) => span.start >= one.span.end || one.span.start >= span.end),
  );
}

const unasked: FieldAttention = { asked: 0, known: false, bareAnswer: false };

/** Types of question that a no answers by itself: "no pets" corrects nothing. */
const refusable = new Set<WorkflowField['type']>(['boolean', 'multiselect', 'text']);

/** Which fields the agent's last words or a correction draw the lead's words to. */
function attend(input: UnderstandInput, heard: Heard): Map<string, FieldAttention> {
  const { expectation, known, fields } = input;
  const asksOther = fields.some((field) => field.key === expectation.fields[0] && refusable.has(understoodType(field)));
  const correcting = heard.acts.some(
    (act) => act === 'correct' || act === 'request_reschedule' || (act === 'reject' && !asksOther),
  );
  const proposed = new Set(correcting ? expectation.proposed.map((one) => one.key) : []);
  const recent = correcting ? (expectation.learned ?? []) : [];
  const bareAnswer = expectation.confirming === undefined;
  const firstBoolean = expectation.fields.find((key) =>
    fields.some((field) => field.key === key && understoodType(field) === 'boolean'),
  );
  return new Map(
    fields.map((field) => {
      const place = expectation.fields.indexOf(field.key);
      let asked = place < 0 ? 0 : Math.max(0.4, 1 - 0.15 * place);
      const correctable = field.type !== 'text' && understoodType(field) !== 'boolean';
      if (asked === 0 && correctable && proposed.has(field.key)) asked = 0.6;
      if (asked === 0 && correctable && recent.includes(field.key) && known.has(field.key)) asked = 0.5;
      if (asked === 0 && correctable && correcting && known.has(field.key) && isOnlyOfType(field, fields)) asked = 0.3;
      return [
        field.key,
        {
          asked,
          known: known.has(field.key),
          value: known.get(field.key),
          bareAnswer: bareAnswer && field.key === firstBoolean,
        },
      ];
    }),
  );
}

/** The no of "no, make it Friday" denies what was said before; it does not answer the question asked. */
function withoutCorrectingNo(chosen: readonly Candidate[], input: UnderstandInput, heard: Heard): Candidate[] {
  const corrects = heard.acts.includes('correct') && chosen.some(({ field }) => input.known.has(field.key));
  return chosen.filter(
    ({ field, span }) =>
      !(
        corrects &&
        understoodType(field) === 'boolean' &&
        saysNo(field, span.value) &&
        span.start === 0 &&
        span.end <= 4
      ),
  );
}

function saysNo(field: WorkflowField, value: VariableValue): boolean {
  return value === false || value === yesNoOptionsOf(field)?.no;
}

function isOnlyOfType(field: WorkflowField, fields: readonly WorkflowField[]): boolean {
  return fields.every((other) => other === field || other.type !== field.type);
}

function firstAsked(input: UnderstandInput): WorkflowField | undefined {
  return input.fields.find((field) => field.key === input.expectation.fields[0]);
}

/** Where the lead corrects, the value said last is meant: "Monday, no, make it Tuesday". */
function preferLater(candidates: readonly Candidate[], acts: readonly DialogueAct[]): Candidate[] {
  if (!acts.includes('correct') && !acts.includes('reject')) return [...candidates];
  return candidates.map((one) => {
    const rivals = candidates.filter((other) => other.field === one.field);
    const best = Math.max(...rivals.map((other) => other.score));
    const isLast = rivals.every((other) => other.span.start <= one.span.start);
    return isLast && one.score >= best - 0.15 ? { ...one, score: one.score + 0.2 } : one;
  });
}

function choose(candidates: readonly Candidate[], claimed: readonly { span: Span; score: number }[]): Candidate[] {
  const all: { candidate?: Candidate; span: Span; score: number }[] = [
    ...candidates.map((candidate) => ({ candidate, span: candidate.span, score: candidate.score })),
    ...claimed,
  ];
  all.sort((a, b) => b.score - a.score || a.span.start - b.span.start);
  const taken: Span[] = [];
  const chosen = new Map<string, Candidate>();
  for (const { candidate, span } of all) {
    if (taken.some((other) => span.start < other.end && other.start < span.end)) continue;
    if (candidate && chosen.has(candidate.field.key)) continue;
    taken.push(span);
    if (candidate) chosen.set(candidate.field.key, candidate);
  }
  return [...chosen.values()].sort((a, b) => a.span.start - b.span.start);
}

function observe({ field, span, confidence }: Candidate, heard: Heard): Observation {
  return {
    key: field.key,
    value: span.value,
    valueText: valueText(field, span, heard),
    confidence: Math.round(confidence * 100) / 100,
    origin: 'said',
  };
}

function valueText(field: WorkflowField, span: Span, heard: Heard): string {
  const language = languageFor(heard.context.language);
  const { value } = span;
  if (typeof value === 'boolean') {
    const options = yesNoOptionsOf(field) ?? language.yesNo;
    return value ? options.yes : options.no;
  }
  if (field.type === 'select' && typeof value === 'string') return value;
  if (Array.isArray(value)) return value.join(', ');
  return field.type === 'date' ? withArticle(span, heard) : span.text;
}

/** "the 14th", not "14th": the article is a part of how a day of the month is said. */
function withArticle(span: Span, heard: Heard): string {
  if (!/^\d{1,2}(?:st|nd|rd|th)$/i.test(span.text)) return span.text;
  return /(?<![a-z])the\s$/.test(heard.folded.slice(0, span.start))
    ? heard.text.slice(span.start - 4, span.end)
    : span.text;
}
