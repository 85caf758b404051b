import type { MountedDialect } from '../../http/face.ts';
import { omniFace } from './face.ts';
import { createLeadOperation } from './routes/create-lead.ts';
import { createLeadChecklistItemOperation } from './routes/create-lead-checklist-item.ts';
import { createWebhookOperation } from './routes/create-webhook.ts';
import { getLeadOperation } from './routes/get-lead.ts';
import { getLeadDocumentsOperation } from './routes/get-lead-documents.ts';
import { listWebhooksOperation } from './routes/list-webhooks.ts';
import { updateLeadOperation } from './routes/update-lead.ts';
import { updateLeadByIdOperation } from './routes/update-lead-by-id.ts';
import { uploadDocumentOperation } from './routes/upload-document.ts';

export { omniWebhooks } from './webhooks.ts';

/** Omni's API for leads, checklists and documents. */
export const omni: MountedDialect = {
  name: 'omni',
  prefix: '/omni',
  title: 'Foyer in the words of Omni',
  face: omniFace,
  operations: [
    createLeadOperation,
    updateLeadOperation,
    getLeadOperation,
    updateLeadByIdOperation,
    createLeadChecklistItemOperation,
    getLeadDocumentsOperation,
    uploadDocumentOperation,
    createWebhookOperation,
    listWebhooksOperation,
  ],
  openApi: { path: '/openapi.json' },
};
