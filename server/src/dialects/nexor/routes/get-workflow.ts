import { z } from 'zod';
import type { Ctx } from '../../../http/face.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { getWorkflow } from '../../../modules/workflows/index.ts';
import { fromWorkflow } from '../from-workflow.ts';
import { workflowResponse } from '../workflow-schemas.ts';

export const getWorkflowOperation = defineOperation({
  operationId: 'getWorkflow',
  method: 'GET',
  path: '/api/public/workflows/{id}',
  tag: 'Workflows',
  summary: 'Get a workflow',
  description: 'With the statuses and fields of its newest version.',
  auth: 'key',
  scope: 'workflows:read',
  params: z.strictObject({ id: z.string().describe("The workflow's id.") }),
  success: { status: 200, description: 'The workflow.', schema: workflowResponse },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) => {
    const workflow = await getWorkflow(ctx, { workflowId: existingId(params.id, 'workflow') });
    return { success: true as const, workflow: fromWorkflow(workflow) };
  },
});
