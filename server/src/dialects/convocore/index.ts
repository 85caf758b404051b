import type { MountedDialect } from '../../http/face.ts';
import { convocoreFace } from './face.ts';
import { assignToGroupOperation } from './routes/assign-to-group.ts';
import { createLeadOperation } from './routes/create-lead.ts';
import { createNewGroupOperation } from './routes/create-new-group.ts';
import { createWebhookOperation } from './routes/create-webhook.ts';
import { deleteAgentLeadsOperation } from './routes/delete-agent-leads.ts';
import { deleteAllAgentLeadsOperation } from './routes/delete-all-agent-leads.ts';
import { deleteLeadOperation } from './routes/delete-lead.ts';
import { deleteLeadsByGroupOperation } from './routes/delete-leads-by-group.ts';
import { exportAllAgentLeadsOperation } from './routes/export-all-agent-leads.ts';
import { exportFilteredAgentLeadsOperation } from './routes/export-filtered-agent-leads.ts';
import { getLeadOperation } from './routes/get-lead.ts';
import { getLeadsOperation } from './routes/get-leads.ts';
import { importAgentLeadsOperation } from './routes/import-agent-leads.ts';
import { listAgentLeadsOperation } from './routes/list-agent-leads.ts';
import { listLeadGroupsOperation } from './routes/list-lead-groups.ts';
import { listWebhooksOperation } from './routes/list-webhooks.ts';
import { magicImportLeadsOperation } from './routes/magic-import-leads.ts';
import { updateLeadOperation } from './routes/update-lead.ts';

export { convocoreWebhooks } from './webhooks.ts';

/** The API of Convocore over Foyer's verbs. */
export const convocore: MountedDialect = {
  name: 'convocore',
  prefix: '/convocore',
  title: 'Foyer as Convocore',
  face: convocoreFace,
  operations: [
    createLeadOperation,
    getLeadsOperation,
    getLeadOperation,
    updateLeadOperation,
    deleteLeadOperation,
    listAgentLeadsOperation,
    deleteAgentLeadsOperation,
    deleteLeadsByGroupOperation,
    deleteAllAgentLeadsOperation,
    exportAllAgentLeadsOperation,
    exportFilteredAgentLeadsOperation,
    importAgentLeadsOperation,
    magicImportLeadsOperation,
    createNewGroupOperation,
    listLeadGroupsOperation,
    assignToGroupOperation,
    createWebhookOperation,
    listWebhooksOperation,
  ],
  openApi: { path: '/openapi.json' },
};
