import { type Ctx, transaction } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { updateLead } from '../../../modules/leads/index.ts';
import { resumeRun } from '../../../modules/runs/index.ts';
import { resumeBody, resumeResponse } from '../automation-schemas.ts';
import { asNoActiveRun, findRun } from '../find-run.ts';
import { leadParams } from '../request-schemas.ts';

export const resumeAutomationOperation = defineOperation({
  operationId: 'resumeAutomation',
  method: 'POST',
  path: '/api/public/leads/{id}/automation/resume',
  tag: 'Automation',
  summary: 'Resume the automation of a lead',
  description: 'Takes the run up again, and the lead back from a person who has it.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: resumeBody,
  success: { status: 200, description: 'The run, running.', schema: resumeResponse },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, body }) =>
    transaction(ctx, async (tctx) => {
      const before = await findRun(tctx, params.id, body?.workflow_id);
      if (before.humanTakeover) await updateLead(tctx, { leadId: before.leadId, change: { owner: 'agent' } });
      const reason = 'automation resumed by API';
      const resumeCadence = body?.resume_cadence ?? false;
      const resume = { runId: before.id, reason, resumeCadence };
      const { changed, run } = await resumeRun(tctx, resume).catch(asNoActiveRun);
      const answer = { success: true as const, workflow_run_id: run.id };
      if (!changed && !before.humanTakeover) return { ...answer, already_running: true as const };
      return { ...answer, cadence_resumed: resumeCadence && run.cadenceState === 'active' };
    }),
});
