import { getWorkspaceOperation } from './get-workspace.ts';
import { updateWorkspaceOperation } from './update-workspace.ts';

export { createWorkspace, type NewWorkspace } from './create-workspace.ts';
export { type Demo, ensureDemo } from './ensure-demo.ts';
export { findWorkspace } from './find-workspace.ts';
export { getWorkspace } from './get-workspace.ts';
export { listWorkspaces } from './list-workspaces.ts';
export { type SystemContext, systemCtx } from './system-ctx.ts';
export { updateWorkspace } from './update-workspace.ts';

export const workspaceOperations = [getWorkspaceOperation, updateWorkspaceOperation] as const;
