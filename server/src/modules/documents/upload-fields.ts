import { z } from 'zod';
import { parseJsonText } from '../../kernel/json-text.ts';

const details = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  externalId: z.string().trim().min(1).max(200).optional(),
  metadata: z
    .record(z.string().max(200), z.unknown())
    .refine((value) => JSON.stringify(value).length <= 8_192, 'At most 8,192 characters of metadata.')
    .optional(),
});
export type UploadDetails = z.infer<typeof details>;

/** The texts that come with the files of an upload. */
export const uploadFields = z.strictObject({
  leadChecklistItemId: z.uuid().optional().describe("The lead's own item that the files are for."),
  details: z
    .string()
    .transform(parseJsonText)
    .pipe(z.array(details).max(10))
    .optional()
    .describe('JSON: a list of `{"name", "externalId", "metadata"}`, one for each file in their order.'),
});
