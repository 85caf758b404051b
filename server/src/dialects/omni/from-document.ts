import type { LeadDocument } from '../../modules/documents/index.ts';
import type { OmniDocument } from './schemas.ts';

/** A document as Omni lists it. It has been extracted as far as it will be: nothing is read out of documents here. */
export function fromDocument(document: LeadDocument): OmniDocument {
  const { documentType } = document.metadata;
  return {
    id: document.id,
    filename: document.fileName,
    mimeType: document.mimeType,
    size: document.sizeBytes,
    metadata: {
      ...(typeof documentType === 'string' && { documentType }),
      extractionStatus: 'completed',
      'Matched checklist items': document.checklistItems.map(({ leadChecklistItemId, label }) => ({
        leadChecklistItemId,
        label,
      })),
    },
    signedUrl: document.url,
    createdAt: document.createdAt,
    leadChecklistItemDocument: document.checklistItems.map((link) => ({
      id: link.id,
      leadChecklistItemId: link.leadChecklistItemId,
      documentId: document.id,
      overallValid: link.overallValid,
      validationResult: link.validationResult,
    })),
  };
}
