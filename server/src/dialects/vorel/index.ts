import type { MountedDialect } from '../../http/face.ts';
import { adaptDocument } from './adapt-document.ts';
import { vorelFace } from './face.ts';
import { createConversationOperation } from './routes/create-conversation.ts';
import { createLeadOperation } from './routes/create-lead.ts';
import { createWebhookOperation } from './routes/create-webhook.ts';
import { getConversationOperation } from './routes/get-conversation.ts';
import { getLeadOperation } from './routes/get-lead.ts';
import { listConversationsOperation } from './routes/list-conversations.ts';
import { listLeadsOperation } from './routes/list-leads.ts';
import { listWebhooksOperation } from './routes/list-webhooks.ts';
import { requestHandoffOperation } from './routes/request-handoff.ts';
import { updateLeadOperation } from './routes/update-lead.ts';

export { vorelWebhooks } from './webhooks.ts';

export const vorelOperations = [
  listLeadsOperation,
  createLeadOperation,
  getLeadOperation,
  updateLeadOperation,
  requestHandoffOperation,
  listConversationsOperation,
  createConversationOperation,
  getConversationOperation,
  listWebhooksOperation,
  createWebhookOperation,
] as const;

/** The API of Vorel over Foyer's verbs. */
export const vorel: MountedDialect = {
  name: 'vorel',
  prefix: '/vorel',
  title: 'Foyer as Vorel',
  face: vorelFace,
  operations: vorelOperations,
  openApi: { path: '/api/v1/openapi.json', adapt: (document) => adaptDocument(document, vorelOperations) },
};
