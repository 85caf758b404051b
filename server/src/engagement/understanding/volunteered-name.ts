import type { WorkflowField } from '../workflow/definition.ts';
import { readName } from './extractors/name-words.ts';
import { isOnlyAnswer } from './extractors/only-answer.ts';
import { isOwnName } from './field-roles.ts';
import type { Heard } from './hear.ts';
import { languageFor } from './languages/index.ts';
import { everyMatch } from './phrase.ts';
import type { FieldSpan } from './resolve.ts';
import type { Span, UnderstandInput } from './types.ts';

/**
 * The lead's name where it stands by itself, two capitalised words or more, and something was asked that is no name:
 * "John Baker" after a yes-no question, or between commas in a list of facts whose spans are `taken`. A known name is
 * only completed: "Bob Ross" after "Bob".
 */
export function findVolunteeredName(
  asked: WorkflowField,
  input: UnderstandInput,
  heard: Heard,
  taken: readonly Span[],
): FieldSpan | undefined {
  const { language } = heard.context;
  const field = input.fields.find((one) => one.type === 'name' && isOwnName(one, language));
  if (!field) return undefined;
  const isList = taken.length >= 2;
  const isOpen = isList ? asked.type !== 'text' : taken.length === 0 && answeredOtherwise.has(asked.type);
  if (!isOpen) return undefined;
  if (!isList && heard.acts.some((act) => act !== 'greet')) return undefined;
  for (const part of partsOf(heard.text)) {
    if (taken.some((span) => span.start < part.end && part.start < span.end)) continue;
    const span = nameIn(heard, part);
    if (!span) continue;
    const known = input.known.get(field.key);
    return known === undefined || (typeof known === 'string' && span.value.startsWith(`${known} `))
      ? { field, span }
      : undefined;
  }
  return undefined;
}

interface Part {
  readonly start: number;
  readonly end: number;
}

function partsOf(text: string): Part[] {
  return everyMatch(/[^,;\n]+/g, text.slice(0, 1000)).map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** A name and nothing else in a part of the message. */
function nameIn({ text, folded, context }: Heard, part: Part): Span<string> | undefined {
  const words = text.slice(part.start, part.end);
  const first = /\p{Lu}/u.exec(words);
  if (!first) return undefined;
  const rules = { lower: false, explicit: false };
  const name = readName(text, folded, part.start + first.index, languageFor(context.language), rules);
  if (!name?.value.includes(' ')) return undefined;
  if (!isOnlyAnswer(words, name.start - part.start, name.end - part.start, context.language)) return undefined;
  const { start, end, value } = name;
  return { start, end, text: text.slice(start, end), value, confidence: 0.55 };
}

/** Types whose answers are never two capitalised words. */
const answeredOtherwise = new Set<WorkflowField['type']>([
  'boolean',
  'number',
  'integer',
  'currency',
  'date',
  'time',
  'datetime',
  'email',
  'phone',
]);
