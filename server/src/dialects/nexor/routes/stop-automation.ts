import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { pauseRun } from '../../../modules/runs/index.ts';
import { stopBody, stopResponse } from '../automation-schemas.ts';
import { asNoActiveRun, findRun } from '../find-run.ts';
import { leadParams } from '../request-schemas.ts';

export const stopAutomationOperation = defineOperation({
  operationId: 'stopAutomation',
  method: 'POST',
  path: '/api/public/leads/{id}/automation/stop',
  tag: 'Automation',
  summary: 'Stop the automation of a lead',
  description: 'Pauses its run in the workflow: the agent is silent, what was to come is cancelled.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: stopBody,
  success: { status: 200, description: 'The run, stopped.', schema: stopResponse },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, body }) => {
    const { id } = await findRun(ctx, params.id, body?.workflow_id);
    const stop = { runId: id, reason: 'automation stopped by API' };
    const { changed, cancelled, run } = await pauseRun(ctx, stop).catch(asNoActiveRun);
    const answer = { success: true as const, workflow_run_id: id };
    if (!changed) return { ...answer, already_stopped: true as const };
    return { ...answer, cadence_paused: run.cadenceState === 'paused', tasks_cancelled: cancelled };
  },
});
