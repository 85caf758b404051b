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
      'True: what comes in goes to the lead with the same external id, e-mail or phone, where it fills what is empty and adds metadata keys that are new; nothing is overwritten, no run is started, and another contact point is kept as metadata. False, where it is left out: each makes a lead of its own, and its matches are listed.',
    ),
  isActive: z.boolean(),
};
