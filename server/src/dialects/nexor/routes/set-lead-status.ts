import type { Ctx } from '../../../http/face.ts';
import { FoyerError, invalidInput } from '../../../kernel/errors.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { moveLeadStatus } from '../../../modules/runs/index.ts';
import { statusBody, statusResponse } from '../automation-schemas.ts';
import { noActiveRun } from '../find-run.ts';
import { leadParams } from '../request-schemas.ts';

export const setLeadStatusOperation = defineOperation({
  operationId: 'setLeadStatus',
  method: 'POST',
  path: '/api/public/leads/{id}/status',
  tag: 'Automation',
  summary: 'Move a lead to a status',
  description: 'By the rules of the status: a refusal is a 400, with `missing_fields` where fields are missing.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: statusBody,
  success: { status: 200, description: 'What became of it.', schema: statusResponse },
  errors: ['not_found', 'unprocessable'],
  handle: async (ctx: Ctx, { params, body }) => {
    const move = { status: body.status_key, workflow: body.workflow_id || undefined, reason: body.reason || undefined };
    const leadId = existingId(params.id, 'lead');
    const { changed, previousStatus, run } = await moveLeadStatus(ctx, { leadId, ...move }).catch(inNexorsWords);
    return {
      success: true as const,
      changed,
      previous_status: previousStatus,
      new_status: run.status.key,
      workflow_run: { id: run.id, workflow_id: run.workflowId },
      ...(!changed && { note: 'The lead is in this status already.' }),
    };
  },
});

function inNexorsWords(error: unknown): never {
  if (!(error instanceof FoyerError)) throw error;
  if (error.reason === 'no_run') throw noActiveRun();
  if (error.code === 'not_found' && error.message.startsWith('No workflow')) {
    throw invalidInput(error.message, [{ path: ['workflow'], message: 'There is no such workflow in your account.' }]);
  }
  throw error;
}
