import type { WorkflowField } from '../workflow/definition.ts';
import { isOnlyAnswer } from './extractors/only-answer.ts';
import { readName } from './extractors/name-words.ts';
import { isOwnName } from './field-roles.ts';
import type { Heard } from './hear.ts';
import { languageFor } from './languages/index.ts';
import type { FieldSpan } from './resolve.ts';
import type { UnderstandInput } from './types.ts';

/**
 * The lead's name where the whole message is two capitalised words or more and something was asked that is no name:
 * "John Baker" after a yes-no question. A known name is only completed: "Bob Ross" after "Bob".
 */
export function findVolunteeredName(asked: WorkflowField, input: UnderstandInput, heard: Heard): FieldSpan | undefined {
  const { language } = heard.context;
  const field = input.fields.find((one) => one.type === 'name' && isOwnName(one, language));
  if (!field || !answeredOtherwise.has(asked.type)) return undefined;
  if (heard.acts.some((act) => act !== 'greet')) return undefined;
  const rules = { lower: false, explicit: false };
  for (const word of heard.text.matchAll(/\p{Lu}/gu)) {
    const name = readName(heard.text, heard.folded, word.index, languageFor(language), rules);
    if (!name?.value.includes(' ') || !isOnlyAnswer(heard.text, name.start, name.end, language)) continue;
    const { start, end, value } = name;
    const known = input.known.get(field.key);
    if (known !== undefined && !(typeof known === 'string' && value.startsWith(`${known} `))) return undefined;
    return { field, span: { start, end, text: heard.text.slice(start, end), value, confidence: 0.55 } };
  }
  return undefined;
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
