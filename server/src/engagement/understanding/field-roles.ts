import type { WorkflowField } from '../workflow/definition.ts';
import { fold } from './text.ts';

/** Whether a field of type name asks for the lead's own name, not for that of a person or thing the lead wants. */
export function isOwnName(field: WorkflowField): boolean {
  if (field.leadProperty !== undefined) return field.leadProperty === 'name';
  return [field.label, field.key.replaceAll('_', ' ')].some((words) => ownName.test(fold(words)));
}

/** Whether a field of type place asks for an address, not for a town or an area. */
export function isAddress(field: WorkflowField): boolean {
  return [field.label, field.key.replaceAll('_', ' ')].some((words) => address.test(fold(words)));
}

const ownName =
  /^(?:(?:your|full|first|last|given|family|contact|customer|client|lead|caller|visitor|patient|guest|owner|own|applicant|legal|person's)['s]{0,2}\s?){0,3}(?:name|surname|names)$/;
const address = /(?<![a-z])(?:address|street)(?![a-z])/;
