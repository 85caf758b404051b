import type { WorkflowDefinition, WorkflowField } from './definition.ts';

/**
 * The lead's own property that a field also fills: the one it names; else an e-mail or a phone number where no other
 * field stands for it and this is the first of its kind (a second is somebody else's), or the name for `name`.
 */
export function propertyOf(definition: WorkflowDefinition, field: WorkflowField): WorkflowField['leadProperty'] {
  if (field.leadProperty) return field.leadProperty;
  const property = field.type === 'name' && field.key === 'name' ? 'name' : kindOf(field);
  if (property === undefined || definition.fields.some((other) => other.leadProperty === property)) return undefined;
  const first = definition.fields.find((other) => other.type === field.type && other.leadProperty === undefined);
  return property === 'name' || first === field ? property : undefined;
}

function kindOf({ type }: WorkflowField): 'email' | 'phone' | undefined {
  return type === 'email' || type === 'phone' ? type : undefined;
}
