import type { FieldType, WorkflowField } from '../workflow/definition.ts';
import { clauseHas } from './acts.ts';
import { asksIfFree, isRhetorical } from './clauses.ts';
import { findBareTemporal } from './extractors/bare-temporal.ts';
import { claimOrder, extractors } from './extractors/index.ts';
import { findEdgeTimes } from './extractors/temporal/index.ts';
import { datesIn, timesIn } from './extractors/times.ts';
import { maxSpans, tokenAt } from './extractors/types.ts';
import { cueMatches, cuesOf, nearness } from './field-cues.ts';
import { directionBefore, directionOfField } from './field-direction.ts';
import { isNamed, isOwnName } from './field-roles.ts';
import { clauseAt, type Heard } from './hear.ts';
import { languageFor } from './languages/index.ts';
import { isNegated } from './negation.ts';
import type { Span, VariableValue } from './types.ts';
import { understoodType } from './yes-no-field.ts';

/** A span that could be the value of a field. */
export interface Candidate {
  readonly field: WorkflowField;
  readonly span: Span;
  /** How sure it is that the lead means this value for this field. */
  readonly confidence: number;
  /** Order among candidates that want the same words or the same field. */
  readonly score: number;
}

export interface FieldAttention {
  /** The value known, which a value said again most likely is. */
  readonly value?: VariableValue | undefined;
  /** 0 not asked; 1 the first asked for; less for those after it. */
  readonly asked: number;
  readonly known: boolean;
  /** A bare yes or no may answer this field. */
  readonly bareAnswer: boolean;
}

/** All the values that a message could give to a field. Free text that was asked for is not among them. */
export function candidatesFor(field: WorkflowField, heard: Heard, attention: FieldAttention): Candidate[] {
  const asked = attention.asked > 0 && (understoodType(field) !== 'boolean' || attention.bareAnswer);
  const listening = { field, asked: asked && field.type !== 'text' };
  let spans = extractors[field.type](heard.text, heard.context, listening);
  if (spans.length === 0 && asked) spans = findBareTemporal(field.type, heard.text, heard.context);
  if (spans.length === 0 && field.type === 'time') spans = findEdgeTimes(heard.text, heard.context);
  if (spans.length === 0) return [];
  const matches = cueMatches(cuesOf(field, heard.context.language), heard.stems);
  const counted = numeric.has(field.type) ? spans.filter((span) => !isOfTime(span, heard)) : spans;
  return counted.slice(0, maxSpans).flatMap((span) => {
    const certainty = inMood(field, span, heard, asked);
    if (certainty === 0 || (deniable.has(field.type) && isDenied(span, heard))) return [];
    const cue = selfCued.has(understoodType(field)) ? 0 : nearness(matches, heard.tokens, span.start, span.end);
    const way = directionFit(field, span, heard);
    const confidence = boost(Math.min(0.95, span.confidence + (way > 0 ? 0.2 : 0)) * certainty, attention.asked, cue);
    const outright = introduces(field, span, heard) ? 0.4 : isGuess(field, span) ? -0.25 : 0;
    const score =
      confidence +
      0.3 * attention.asked +
      0.45 * cue +
      rank(field.type) +
      (attention.known ? 0 : 0.05) +
      outright +
      way +
      (attention.value !== undefined && span.value === attention.value ? 0.15 : 0);
    return confidence < threshold ? [] : [{ field, span, confidence, score }];
  });
}

const directed = new Set<FieldType>(['place', 'date', 'time', 'datetime']);

/** Whether the words before a value speak of the end that the field asks for, or of the other one. */
function directionFit(field: WorkflowField, span: Span, { folded, context }: Heard): number {
  const wanted = directed.has(field.type) ? directionOfField(field, context.language) : undefined;
  if (wanted === undefined) return 0;
  const said = directionBefore(folded, span.start, context.language);
  return said === undefined ? 0 : said === wanted ? 0.4 : -0.4;
}

const numeric = new Set<FieldType>(['number', 'integer', 'currency', 'select']);

/** Whether a number is a part of a day or a time: the 7 of "7 pm" counts nothing. */
function isOfTime({ start, end }: Span, { text, context }: Heard): boolean {
  const plain = /^\d+$/.test(text.slice(start, end));
  const holds = (one: Span) =>
    one.start <= start && one.end >= end && one.end - one.start > end - start && one.confidence >= 0.85;
  return plain && (timesIn(text, context).some(holds) || datesIn(text, context).some(holds));
}

/** The words claimed by shapes for which the workflow has no field: the digits of a date are not a number of rooms. */
export function claims(heard: Heard, types: ReadonlySet<FieldType>): { span: Span; score: number }[] {
  return claimable
    .filter((type) => !types.has(type))
    .flatMap((type) =>
      extractors[type](heard.text, heard.context)
        .slice(0, maxSpans)
        .map((span) => ({ span, score: claimScore(type, span) })),
    );
}

/** "I am Ana": a name given as the lead's own is nobody else's, not even a stylist's on a list. */
function introduces(field: WorkflowField, span: Span, heard: Heard): boolean {
  return field.type === 'name' && span.confidence >= 0.78 && isOwnName(field, heard.context.language);
}

/** Lower-case words that only the question makes a place: what is an option of another field is that option. */
function isGuess(field: WorkflowField, span: Span): boolean {
  return field.type === 'place' && span.confidence <= 0.65 && !/\p{Lu}/u.test(span.text);
}

const threshold = 0.5;
const claimable: readonly FieldType[] = ['email', 'url', 'phone', 'date', 'time'];
const deniable = new Set<FieldType>(['date', 'time', 'datetime', 'number', 'integer', 'currency']);
/** Their own words are their value: nearness to themselves says nothing. */
const selfCued = new Set<FieldType>(['boolean']);
const temporal = new Set<FieldType>(['date', 'time', 'datetime']);
const inQuestions = new Set<FieldType>(['email', 'phone', 'url']);

/** "that's all for today": the day of a farewell is not a wish. */
function leavesTaking(span: Span, heard: Heard): boolean {
  const clause = clauseAt(heard, span.start);
  return (
    clause !== undefined &&
    span.text.length < 10 &&
    (clauseHas(clause, 'goodbye', heard.context.language) || clauseHas(clause, 'thank', heard.context.language))
  );
}

function isPast(span: Span, heard: Heard): boolean {
  if (typeof span.value !== 'string' || !/^\d{4}-/.test(span.value)) return false;
  return Date.parse(span.value) < heard.context.now.getTime() - 48 * 3_600_000;
}

function claimScore(type: FieldType, span: Span): number {
  return /^\d{1,4}$/.test(span.text) ? 0.55 : span.confidence + rank(type);
}

function rank(type: FieldType): number {
  return (claimOrder.length - claimOrder.indexOf(type)) * 0.015;
}

function boost(confidence: number, asked: number, cue: number): number {
  const withAsked = confidence + (1 - confidence) * 0.5 * asked;
  return Math.min(0.99, withAsked + (1 - withAsked) * 0.6 * cue);
}

/** What remains of a span's certainty in the clause where it stands: nothing in a question that wants information. */
function inMood(field: WorkflowField, span: Span, heard: Heard, asked: boolean): number {
  const clause = clauseAt(heard, span.start);
  const mood = clause?.mood ?? 'statement';
  if (temporal.has(field.type) && leavesTaking(span, heard)) return 0;
  if (temporal.has(field.type) && !asked && isPast(span, heard)) return 0.5;
  if (mood === 'statement') return 1;
  if (
    mood === 'question' &&
    clause &&
    (temporal.has(field.type) || isNamed(field, heard.context.language)) &&
    asksIfFree(clause, heard.context.language)
  )
    return 0.9;
  if (mood === 'question') return inQuestions.has(field.type) ? 0.9 : 0;
  if (understoodType(field) === 'boolean') return mood === 'request' || describes(span, heard) || asked ? 0.9 : 0;
  return field.type === 'text' ? 0.7 : 0.95;
}

/** Whether a word describes what is looked for ("furnished flats", "one with parking"), not what is asked about. */
function describes(span: Span, heard: Heard): boolean {
  const language = languageFor(heard.context.language);
  const index = tokenAt(heard.tokens, span.end);
  const [after, before] = [heard.tokens[index], heard.tokens[tokenAt(heard.tokens, span.start) - 1]];
  if (before && language.yesNo.describing.includes(before.word)) return true;
  return (
    after !== undefined &&
    after.kind === 'word' &&
    !language.stopWords.includes(after.word) &&
    !language.yesNo.predicates.includes(after.word)
  );
}

function isDenied(span: Span, heard: Heard): boolean {
  const from = tokenAt(heard.tokens, span.start);
  const to = tokenAt(heard.tokens, span.end);
  const tokens = heard.tokens[from - 1]?.word === 'no' ? heard.tokens.toSpliced(from - 1, 1, comma) : heard.tokens;
  const clause = clauseAt(heard, span.start);
  if (clause && isRhetorical(clause, heard.context.language)) return false;
  return isNegated(tokens, from, Math.min(to, tokens.length), heard.context.language);
}

const comma = { word: ',', start: 0, end: 0, kind: 'mark' } as const;
