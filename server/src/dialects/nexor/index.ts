import type { MountedDialect } from '../../http/face.ts';
import { nexorFace } from './face.ts';
import { createLeadOperation } from './routes/create-lead.ts';
import { getLeadOperation } from './routes/get-lead.ts';
import { getWorkflowOperation } from './routes/get-workflow.ts';
import { listCampaignsOperation } from './routes/list-campaigns.ts';
import { listLeadsOperation } from './routes/list-leads.ts';
import { listWorkflowsOperation } from './routes/list-workflows.ts';
import { patchLeadOperation } from './routes/patch-lead.ts';
import { patchLeadsMetadataOperation } from './routes/patch-leads-metadata.ts';
import { receiveHookOperation } from './routes/receive-hook.ts';
import { receivePublicHookOperation } from './routes/receive-public-hook.ts';
import { updateLeadOperation } from './routes/update-lead.ts';

/** Nexor's API for leads, workflows, campaigns and inbound hooks. */
export const nexor: MountedDialect = {
  name: 'nexor',
  prefix: '/nexor',
  title: 'Foyer in the words of Nexor',
  face: nexorFace,
  operations: [
    createLeadOperation,
    listLeadsOperation,
    getLeadOperation,
    patchLeadOperation,
    updateLeadOperation,
    patchLeadsMetadataOperation,
    listWorkflowsOperation,
    getWorkflowOperation,
    listCampaignsOperation,
    receiveHookOperation,
    receivePublicHookOperation,
  ],
  openApi: { path: '/openapi.json' },
};
