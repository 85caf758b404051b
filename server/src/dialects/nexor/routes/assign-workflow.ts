import type { Ctx } from '../../../http/face.ts';
import { FoyerError, invalidInput } from '../../../kernel/errors.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { enrolLead } from '../../../modules/runs/index.ts';
import { assignBody, assignResponse } from '../automation-schemas.ts';
import { leadParams } from '../request-schemas.ts';

export const assignWorkflowOperation = defineOperation({
  operationId: 'assignWorkflow',
  method: 'POST',
  path: '/api/public/leads/{id}/assign-workflow',
  tag: 'Automation',
  summary: 'Take a lead into a workflow',
  description: 'A run in another workflow ends for it. Where the lead is in the workflow already nothing changes.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: assignBody,
  success: { status: 200, description: 'The run that the lead is in now.', schema: assignResponse },
  errors: ['not_found', 'conflict'],
  handle: async (ctx: Ctx, { params, body }) => {
    const leadId = existingId(params.id, 'lead');
    const wanted = { leadId, workflow: body.workflowId, reason: body.reason || undefined };
    const { movement, run } = await enrolLead(ctx, wanted).catch(asFaultOfBody);
    return {
      workflowRunId: run.id,
      workflowId: run.workflowId,
      workflowName: run.workflowName,
      movementType: movement === 'reassignment' ? movement : 'enrollment',
      paused: run.humanTakeover || run.runStatus === 'paused',
    };
  },
});

/** Nothing is wrong with the address where the body names a workflow that is missing. */
function asFaultOfBody(error: unknown): never {
  if (!(error instanceof FoyerError) || !error.message.startsWith('No workflow')) throw error;
  throw invalidInput(error.message, [{ path: ['workflowId'], message: 'There is no such workflow in your account.' }]);
}
