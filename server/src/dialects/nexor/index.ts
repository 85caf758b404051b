import type { MountedDialect } from '../../http/face.ts';
import { nexorFace } from './face.ts';
import { assignWorkflowOperation } from './routes/assign-workflow.ts';
import { createLeadOperation } from './routes/create-lead.ts';
import { createMeetingOperation } from './routes/create-meeting.ts';
import { createWebhookOperation } from './routes/create-webhook.ts';
import { getIsPausedOperation } from './routes/get-is-paused.ts';
import { getLeadOperation } from './routes/get-lead.ts';
import { getWorkflowOperation } from './routes/get-workflow.ts';
import { listCampaignsOperation } from './routes/list-campaigns.ts';
import { listLeadMeetingsOperation } from './routes/list-lead-meetings.ts';
import { listLeadsOperation } from './routes/list-leads.ts';
import { listWebhooksOperation } from './routes/list-webhooks.ts';
import { listWorkflowsOperation } from './routes/list-workflows.ts';
import { patchLeadOperation } from './routes/patch-lead.ts';
import { patchLeadsMetadataOperation } from './routes/patch-leads-metadata.ts';
import { receiveHookOperation } from './routes/receive-hook.ts';
import { receivePublicHookOperation } from './routes/receive-public-hook.ts';
import { resumeAutomationOperation } from './routes/resume-automation.ts';
import { setLeadStatusOperation } from './routes/set-lead-status.ts';
import { stopAutomationOperation } from './routes/stop-automation.ts';
import { updateLeadOperation } from './routes/update-lead.ts';

export { nexorWebhooks } from './webhooks.ts';

/** Nexor's API for leads, their automation and meetings, workflows, campaigns and inbound hooks. */
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
    setLeadStatusOperation,
    stopAutomationOperation,
    resumeAutomationOperation,
    getIsPausedOperation,
    assignWorkflowOperation,
    listLeadMeetingsOperation,
    createMeetingOperation,
    listWorkflowsOperation,
    getWorkflowOperation,
    listCampaignsOperation,
    receiveHookOperation,
    receivePublicHookOperation,
    createWebhookOperation,
    listWebhooksOperation,
  ],
  openApi: { path: '/openapi.json' },
};
