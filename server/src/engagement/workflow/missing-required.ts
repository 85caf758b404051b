import { holds, type Values } from './condition.ts';
import type { WorkflowDefinition, WorkflowField } from './definition.ts';

/** The required fields, under their conditions, that have no value yet. The day and time of a booking come by its slot. */
export function missingRequired(definition: WorkflowDefinition, values: Values): WorkflowField[] {
  const { booking, fields } = definition;
  const bySlot = new Set([booking?.dateField, booking?.timeField]);
  return fields.filter(
    (field) =>
      field.required && !values.has(field.key) && !bySlot.has(field.key) && (!field.when || holds(field.when, values)),
  );
}
