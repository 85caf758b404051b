import { type PortalCtx, transaction } from '../../db/database.ts';
import { MOST_FILES } from '../../engagement/checklist/item-config.ts';
import { documentTypes } from '../../engagement/workflow/checklist-schema.ts';
import { conflict, invalidInput } from '../../kernel/errors.ts';
import { defineOperation, type UploadedFile } from '../../kernel/operation.ts';
import { uploadDocuments } from '../documents/index.ts';
import { portalItemParams, readPortalItem } from './answer-portal-item.ts';
import { canAnswer, type PortalItem, portalItemSchema } from './portal.ts';
import { findPortalLead, requireAskedItem } from './portal-lead.ts';

export const portalUpload = { maxFiles: 10, maxFileBytes: 30_000_000 } as const;

/**
 * Takes files of the lead for an item, all or none. Raises `not_found`, `invalid_input` that says of each file what does
 * not do about it, `too_large`, `conflict` item_settled or too_many_files.
 */
export async function uploadPortalDocuments(
  ctx: PortalCtx,
  { itemId, files }: { itemId: string; files: AsyncIterable<UploadedFile> },
): Promise<PortalItem> {
  const { ctx: own, leadId } = await findPortalLead(ctx);
  await transaction(own, async (tctx) => {
    const row = await requireAskedItem(tctx, leadId, itemId);
    if (!documentTypes.has(row.fieldType)) {
      throw invalidInput('This cannot be taken.', [{ path: ['files'], message: 'This item is answered in words.' }]);
    }
    if (!canAnswer(row)) throw conflict('item_settled', 'This is settled already. Write to us to have it changed.');
    const [sent] = await tctx.tx<{ files: number }[]>`
      select count(*) as files from checklist_item_documents
      where workspace_id = ${tctx.workspace.id} and lead_checklist_item_id = ${row.id}`;
    if ((sent?.files ?? 0) >= MOST_FILES) throw conflict('too_many_files', `At most ${MOST_FILES} files for one item.`);
  });
  const about = () => ({ leadId, leadChecklistItemId: itemId, isFromLead: true });
  await uploadDocuments(own, { leadId, files, about });
  return transaction(own, (tctx) => readPortalItem(tctx, leadId, itemId.toLowerCase()));
}

export const uploadPortalDocumentsOperation = defineOperation({
  operationId: 'uploadPortalDocuments',
  method: 'POST',
  path: '/v1/portal/items/{itemId}/documents',
  tag: "A lead's own page",
  summary: 'Send files for an item',
  description: 'As multipart/form-data, all or none. What a file is shows by its content, whatever it is called.',
  auth: 'portal',
  params: portalItemParams,
  upload: portalUpload,
  success: { status: 201, description: 'The item as it is now.', schema: portalItemSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: PortalCtx, { params, files }) => uploadPortalDocuments(ctx, { ...params, files }),
});
