import { fieldSchema, type WorkflowField } from '../workflow/field-schema.ts';
import type { SpeechContext } from './types.ts';

/** Monday 11 May 2026, five in the morning in New York. */
export const context: SpeechContext = {
  now: new Date('2026-05-11T09:00:00.000Z'),
  timeZone: 'America/New_York',
  country: 'US',
  language: 'en',
};

/** A field as a workflow file would give it; the label is made from the key where there is none. */
export function field(given: { key: string; type: WorkflowField['type'] } & Record<string, unknown>): WorkflowField {
  return fieldSchema.parse({ label: given.key, ask: 'What is it?', ...given });
}
