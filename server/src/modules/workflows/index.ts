import { applyWorkflowOperation } from './apply-workflow.ts';
import { getWorkflowOperation } from './get-workflow.ts';
import { listWorkflowsOperation } from './list-workflows.ts';
import { updateWorkflowOperation } from './update-workflow.ts';

export { applyWorkflow, type WorkflowFile } from './apply-workflow.ts';
export { findMissingWorkflows } from './find-missing-workflows.ts';
export { getWorkflow, workflowParams } from './get-workflow.ts';
export { listWorkflows } from './list-workflows.ts';
export {
  findWorkflow,
  findWorkflowOfAgent,
  type LoadedWorkflow,
  loadDefinition,
  loadWorkflow,
} from './load-workflow.ts';
export { parseWorkflowFile } from './parse-workflow-file.ts';
export { readWorkflowBody } from './read-workflow-body.ts';
export { setDefaultWorkflow } from './set-default-workflow.ts';
export { updateWorkflow } from './update-workflow.ts';
export type { WorkflowSummary, WorkflowView } from './workflow.ts';

export const workflowOperations = [
  applyWorkflowOperation,
  listWorkflowsOperation,
  getWorkflowOperation,
  updateWorkflowOperation,
] as const;
