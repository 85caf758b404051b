export { createWorkspace, type NewWorkspace } from './create-workspace.ts';
export { type Demo, ensureDemo } from './ensure-demo.ts';
export { findWorkspace } from './find-workspace.ts';
export { listWorkspaces } from './list-workspaces.ts';
export { type SystemContext, systemCtx } from './system-ctx.ts';
