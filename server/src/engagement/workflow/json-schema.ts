import { z } from 'zod';
import { workflowSchema } from './definition.ts';

/** The JSON Schema (draft 2020-12) of a workflow file, for editors: what one writes, before defaults are filled in. */
export function workflowJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(workflowSchema, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ jsonSchema }) => {
      // `format: date` says the same as zod's page-long pattern of leap years.
      if (jsonSchema.format === 'date') delete jsonSchema.pattern;
    },
  });
  return {
    $schema,
    title: 'Foyer workflow',
    description: 'What a Foyer agent is to find out, collect or book. Reference: docs/workflows.md.',
    ...schema,
  };
}
