import type { WorkflowField } from '../workflow/definition.ts';
import { languageFor } from './languages/index.ts';
import { plainPhrase } from './phrase.ts';
import { fold } from './text.ts';

/** Whether a field of type name asks for the lead's own name, not for that of a person or thing the lead wants. */
export function isOwnName(field: WorkflowField, languageTag: string): boolean {
  if (field.leadProperty !== undefined) return field.leadProperty === 'name';
  const { ownName } = languageFor(languageTag).fields;
  return namesOf(field).some((name) => ownName.includes(name));
}

/** Which part of a full name a field wants. */
export function namePart(field: WorkflowField, languageTag: string): 'first' | 'last' | 'full' {
  const { firstName, lastName } = languageFor(languageTag).fields;
  const words = plainPhrase(fold(field.label)).split(' ');
  const [first, last] = [firstName, lastName].map((list) => words.some((word) => list.includes(word)));
  if (first === last) return 'full';
  return first ? 'first' : 'last';
}

/** Whether a field of type place asks for an address, not for a town or an area. */
export function isAddress(field: WorkflowField, languageTag: string): boolean {
  const { address } = languageFor(languageTag).fields;
  return namesOf(field).some((name) => name.split(' ').some((word) => address.includes(word)));
}

/**
 * Whether a field names a thing or a person that the agent can suggest, such as a salon or a doctor: a name that is not
 * the lead's own, or a text whose own words say that it is a name.
 */
export function isNamed(field: WorkflowField, languageTag: string): boolean {
  if (field.leadProperty !== undefined || isOwnName(field, languageTag)) return false;
  if (field.type === 'name') return true;
  if (field.type !== 'text' || field.validation?.pattern !== undefined) return false;
  const { naming } = languageFor(languageTag).agent;
  const words = [...namesOf(field), plainPhrase(fold(field.description ?? ''))].flatMap((said) => said.split(' '));
  return words.some((word) => naming.includes(word));
}

function namesOf(field: WorkflowField): string[] {
  return [field.label, field.key.replaceAll('_', ' ')].map((words) => plainPhrase(fold(words)));
}
