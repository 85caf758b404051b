import { createKnowledgeDocumentOperation } from './create-knowledge-document.ts';
import { deleteKnowledgeDocumentOperation } from './delete-knowledge-document.ts';
import { getKnowledgeDocumentOperation } from './get-knowledge-document.ts';
import { listKnowledgeDocumentsOperation } from './list-knowledge-documents.ts';
import { replaceKnowledgeDocumentOperation } from './replace-knowledge-document.ts';
import { searchKnowledgeOperation } from './search-knowledge.ts';
import { uploadKnowledgeFilesOperation } from './upload-knowledge-files.ts';

export { createKnowledgeDocument } from './create-knowledge-document.ts';
export { deleteKnowledgeDocument } from './delete-knowledge-document.ts';
export { newKnowledgeDocument } from './document-input.ts';
export { findPassages } from './find-passages.ts';
export type { KnowledgeDocument } from './knowledge-document.ts';
export { listKnowledgeDocuments } from './list-knowledge-documents.ts';
export { replaceKnowledgeDocument } from './replace-knowledge-document.ts';
export { searchKnowledge, searchQuery } from './search-knowledge.ts';

export const knowledgeOperations = [
  createKnowledgeDocumentOperation,
  uploadKnowledgeFilesOperation,
  listKnowledgeDocumentsOperation,
  searchKnowledgeOperation,
  getKnowledgeDocumentOperation,
  replaceKnowledgeDocumentOperation,
  deleteKnowledgeDocumentOperation,
] as const;
