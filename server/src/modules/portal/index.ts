import { answerPortalItemOperation } from './answer-portal-item.ts';
import { createPortalLinkOperation } from './create-portal-link.ts';
import { getPortalOperation } from './get-portal.ts';
import { uploadPortalDocumentsOperation } from './upload-portal-documents.ts';

export { createPortalLink } from './create-portal-link.ts';
export { mountPortalPage } from './page/mount-portal-page.ts';
export { withPortalLead } from './portal-lead.ts';
export { makePortalLink } from './portal-link.ts';

export const portalOperations = [
  createPortalLinkOperation,
  getPortalOperation,
  answerPortalItemOperation,
  uploadPortalDocumentsOperation,
] as const;
