import { deleteDocumentOperation } from './delete-document.ts';
import { listDocumentsOperation } from './list-documents.ts';
import { uploadDocumentsOperation } from './upload-documents.ts';

export { deleteDocument } from './delete-document.ts';
export { type DocumentRow, documentSchema, type LeadDocument, selectDocuments, withLink } from './document.ts';
export { listDocuments } from './list-documents.ts';
export { mountFiles } from './mount-files.ts';
export { startFileSweep } from './sweep-files.ts';
export { type UploadAbout, type UploadResult, uploadDocuments } from './upload-documents.ts';
export type { UploadDetails } from './upload-fields.ts';

export const documentOperations = [listDocumentsOperation, uploadDocumentsOperation, deleteDocumentOperation] as const;
