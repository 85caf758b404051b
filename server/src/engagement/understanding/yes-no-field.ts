import type { FieldType, WorkflowField } from '../workflow/definition.ts';
import { onceFor } from './keep.ts';
import { fold } from './text.ts';

/** The two options of a closed list that only says yes or no. */
export interface YesNoOptions {
  readonly yes: string;
  readonly no: string;
}

/** The options that stand for yes and no where a field's list holds these two and nothing else: "True", "False". */
export const yesNoOptionsOf = onceFor(readOptions);

/** The type by which a field is understood: a list of yes and no is a yes-no. */
export function understoodType(field: WorkflowField): FieldType {
  return field.type === 'select' && yesNoOptionsOf(field) ? 'boolean' : field.type;
}

/** Whether an option's value says yes; undefined where it says neither. */
export function saysYes(value: string): boolean | undefined {
  const word = fold(value.trim());
  return yesWords.has(word) ? true : noWords.has(word) ? false : undefined;
}

const yesWords = new Set(['true', 'yes', 'y', '1', 'si', 'sim', 'oui', 'ja']);
const noWords = new Set(['false', 'no', 'n', '0', 'nao', 'non', 'nein']);

function readOptions({ type, options }: WorkflowField): YesNoOptions | undefined {
  if ((type !== 'select' && type !== 'boolean') || options.length > 2) return undefined;
  const yes = options.find(({ value }) => saysYes(value) === true)?.value;
  const no = options.find(({ value }) => saysYes(value) === false)?.value;
  return yes === undefined || no === undefined ? undefined : { yes, no };
}
