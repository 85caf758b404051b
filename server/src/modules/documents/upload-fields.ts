import { z } from 'zod';
import { findUnfit } from '../../kernel/check-values.ts';

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
    .transform((text, ctx) => {
      try {
        const value: unknown = JSON.parse(text);
        // What JSON hides behind its escapes has passed no check yet.
        const unfit = findUnfit(value);
        if (unfit) ctx.addIssue({ code: 'custom', path: [...unfit.path], message: unfit.message });
        return unfit ? z.NEVER : value;
      } catch (error) {
        ctx.addIssue({ code: 'custom', message: `This is not JSON: ${error instanceof Error ? error.message : ''}` });
        return z.NEVER;
      }
    })
    .pipe(z.array(details).max(10))
    .optional()
    .describe('JSON: a list of `{"name", "externalId", "metadata"}`, one for each file in their order.'),
});
