import { z } from 'zod';
import { fieldMappingSchema } from './field-mapping.ts';

/** What may be said of a hook, when it is made and when it is changed. */
export const hookFields = {
  name: z.string().trim().min(1).max(120),
  workflow: z
    .string()
    .max(60)
    .nullable()
    .describe("A workflow's key or id that its leads go into; the workspace's default where it is missing or null."),
  fieldMapping: fieldMappingSchema,
  deduplicates: z
    .boolean()
    .describe(
      'True: what comes in updates a lead with the same external id, e-mail or phone. Whoever knows the address can then write to that lead, so say false where the form is public.',
    ),
  isActive: z.boolean(),
};
