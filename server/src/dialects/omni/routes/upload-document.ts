import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { uploadDocuments } from '../../../modules/documents/index.ts';
import { uploadedSchema } from '../schemas.ts';
import { toUploadAbout, uploadFields } from '../upload-fields.ts';

export const uploadDocumentOperation = defineOperation({
  operationId: 'uploadDocument',
  method: 'POST',
  path: '/api/v1/documents',
  tag: 'Documents',
  summary: 'Upload documents of a lead',
  description: 'As multipart/form-data, all or none. With `leadChecklistItemId` the files are given to that item.',
  auth: 'key',
  scope: 'leads:write',
  upload: { maxFiles: 10, maxFileBytes: 100_000_000, fields: uploadFields },
  success: { status: 200, description: 'What was kept, in the order in which it came.', schema: uploadedSchema },
  errors: ['not_found', 'conflict'],
  handle: async (ctx: Ctx, { files, fields }) => {
    const about = () => toUploadAbout(fields());
    const { documents, actionLogId } = await uploadDocuments(ctx, { files, about });
    return {
      success: true as const,
      documents: documents.map(({ id, fileName, sizeBytes, url, mimeType, createdAt, checklistItems: [link] }) => ({
        id,
        filename: fileName,
        size: sizeBytes,
        url,
        mimeType,
        uploadedAt: createdAt,
        associatedChecklistItemId: link?.leadChecklistItemId ?? null,
      })),
      actionLogId,
    };
  },
});
