import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { listWorkflows } from '../../../modules/workflows/index.ts';
import { fromWorkflowSummary } from '../from-workflow.ts';
import { readPages } from '../read-pages.ts';
import { workflowListResponse } from '../workflow-schemas.ts';

export const listWorkflowsOperation = defineOperation({
  operationId: 'listWorkflows',
  method: 'GET',
  path: '/api/public/workflows',
  tag: 'Workflows',
  summary: 'List workflows',
  description: 'The 1,000 newest, without their statuses and fields.',
  auth: 'key',
  scope: 'workflows:read',
  success: { status: 200, description: 'The workflows.', schema: workflowListResponse },
  handle: async (ctx: Ctx) => {
    const workflows = await readPages((query) => listWorkflows(ctx, query));
    return { success: true as const, workflows: workflows.map(fromWorkflowSummary) };
  },
});
