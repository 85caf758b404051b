import type { StimulusHandlers } from '../../jobs/dispatch.ts';
import { AUTOMATION_EVENT, considerAutomations } from './consider.ts';
import { createAutomationOperation } from './create-automation.ts';
import { deleteAutomationOperation } from './delete-automation.ts';
import { AUTOMATION_DUE, finishWaiting } from './finish-waiting.ts';
import { getAutomationOperation } from './get-automation.ts';
import { listAutomationFiringsOperation } from './list-automation-firings.ts';
import { listAutomationsOperation } from './list-automations.ts';
import { retryAutomationFiringOperation } from './retry-automation-firing.ts';
import { testAutomationOperation } from './test-automation.ts';
import { updateAutomationOperation } from './update-automation.ts';

export type { Automation } from './automation.ts';
export { createAutomation, newAutomationSchema } from './create-automation.ts';
export { deleteAutomation } from './delete-automation.ts';
export type { Firing } from './firing.ts';
export { listAutomationFirings } from './list-automation-firings.ts';
export { listAutomations } from './list-automations.ts';
export { retryAutomationFiring } from './retry-automation-firing.ts';
export { sealedAutomations } from './secret-headers.ts';
export { startAutomations } from './start-automations.ts';
export { testAutomation } from './test-automation.ts';
export { automationChangeSchema, updateAutomation } from './update-automation.ts';

/** What stands in a lead's inbox for its workspace's automations. */
export const automationStimuli: StimulusHandlers = {
  [AUTOMATION_EVENT]: considerAutomations,
  [AUTOMATION_DUE]: finishWaiting,
};

export const automationOperations = [
  createAutomationOperation,
  listAutomationsOperation,
  getAutomationOperation,
  updateAutomationOperation,
  deleteAutomationOperation,
  testAutomationOperation,
  listAutomationFiringsOperation,
  retryAutomationFiringOperation,
] as const;
