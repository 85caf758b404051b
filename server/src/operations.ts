import type { AnyOperation } from './http/mount-operations.ts';
import { agentOperations } from './modules/agents/index.ts';
import { appointmentOperations } from './modules/appointments/index.ts';
import { callOperations } from './modules/calls/index.ts';
import { campaignOperations } from './modules/campaigns/index.ts';
import { chatOperations } from './modules/chat/index.ts';
import { checklistOperations } from './modules/checklist/index.ts';
import { conversationOperations } from './modules/conversations/index.ts';
import { documentOperations } from './modules/documents/index.ts';
import { intakeHookOperations } from './modules/intake-hooks/index.ts';
import { keyOperations } from './modules/keys/index.ts';
import { leadOperations } from './modules/leads/index.ts';
import { overviewOperations } from './modules/overview/index.ts';
import { tagOperations } from './modules/tags/index.ts';
import { timelineOperations } from './modules/timeline/index.ts';
import { workflowOperations } from './modules/workflows/index.ts';

/** Every operation of the native API; each lives in `modules/<feature>/<operation-id>.ts`. */
export const operations: readonly AnyOperation[] = [
  ...leadOperations,
  ...timelineOperations,
  ...overviewOperations,
  ...checklistOperations,
  ...documentOperations,
  ...callOperations,
  ...tagOperations,
  ...campaignOperations,
  ...intakeHookOperations,
  ...conversationOperations,
  ...appointmentOperations,
  ...workflowOperations,
  ...agentOperations,
  ...keyOperations,
  ...chatOperations,
];
