import type { AnyOperation } from './http/mount-operations.ts';
import { agentOperations } from './modules/agents/index.ts';
import { appointmentOperations } from './modules/appointments/index.ts';
import { automationOperations } from './modules/automations/index.ts';
import { callOperations } from './modules/calls/index.ts';
import { campaignOperations } from './modules/campaigns/index.ts';
import { chatOperations } from './modules/chat/index.ts';
import { checklistOperations } from './modules/checklist/index.ts';
import { consentOperations } from './modules/consents/index.ts';
import { conversationOperations } from './modules/conversations/index.ts';
import { documentOperations } from './modules/documents/index.ts';
import { draftOperations } from './modules/drafts/index.ts';
import { eventOperations } from './modules/events/index.ts';
import { followUpOperations } from './modules/follow-ups/index.ts';
import { intakeHookOperations } from './modules/intake-hooks/index.ts';
import { keyOperations } from './modules/keys/index.ts';
import { knowledgeOperations } from './modules/knowledge/index.ts';
import { leadOperations } from './modules/leads/index.ts';
import { llmOperations } from './modules/llms/index.ts';
import { memberOperations } from './modules/members/index.ts';
import { overviewOperations } from './modules/overview/index.ts';
import { peopleOperations } from './modules/people/index.ts';
import { portalOperations } from './modules/portal/index.ts';
import { runOperations } from './modules/runs/index.ts';
import { simulationOperations } from './modules/simulations/index.ts';
import { suppressionOperations } from './modules/suppressions/index.ts';
import { tagOperations } from './modules/tags/index.ts';
import { timelineOperations } from './modules/timeline/index.ts';
import { webhookOperations } from './modules/webhooks/index.ts';
import { workflowOperations } from './modules/workflows/index.ts';
import { workspaceOperations } from './modules/workspaces/index.ts';

/** Every operation of the native API; each lives in `modules/<feature>/<operation-id>.ts`. */
export const operations: readonly AnyOperation[] = [
  ...leadOperations,
  ...runOperations,
  ...timelineOperations,
  ...overviewOperations,
  ...checklistOperations,
  ...documentOperations,
  ...portalOperations,
  ...consentOperations,
  ...suppressionOperations,
  ...callOperations,
  ...tagOperations,
  ...campaignOperations,
  ...intakeHookOperations,
  ...conversationOperations,
  ...peopleOperations,
  ...draftOperations,
  ...followUpOperations,
  ...memberOperations,
  ...appointmentOperations,
  ...workflowOperations,
  ...simulationOperations,
  ...knowledgeOperations,
  ...automationOperations,
  ...agentOperations,
  ...workspaceOperations,
  ...llmOperations,
  ...eventOperations,
  ...webhookOperations,
  ...keyOperations,
  ...chatOperations,
];
