import { z } from 'zod';
import { existingId } from '../../kernel/ids.ts';
import { parseJsonText } from '../../kernel/json-text.ts';

const details = z.looseObject({
  externalId: z.string().trim().min(1).max(200).nullable().optional(),
  name: z.string().trim().min(1).max(200).nullable().optional(),
});

/** The texts that come with the files. */
export const uploadFields = z.looseObject({
  leadId: z.string().trim().min(1),
  leadChecklistItemId: z.string().trim().optional().describe('The item of the lead that the files are for.'),
  metadata: z
    .string()
    // An empty text says nothing, as a form's empty field does.
    .transform((text, ctx) => (text.trim() === '' ? [] : parseJsonText(text, ctx)))
    .pipe(z.array(details).max(10))
    .optional()
    .describe('JSON: a list of `{"externalId", "name"}`, one for each file in their order.'),
});

/** What `uploadDocuments` takes of the texts. Raises `not_found` for ids that are none. */
export function toUploadAbout(fields: z.infer<typeof uploadFields>) {
  const { leadId, leadChecklistItemId, metadata = [] } = fields;
  return {
    leadId: existingId(leadId, 'lead'),
    ...(leadChecklistItemId && { leadChecklistItemId: existingId(leadChecklistItemId, 'checklist item') }),
    details: metadata.map(({ externalId, name }) => ({ ...(externalId && { externalId }), ...(name && { name }) })),
  };
}
