import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { answerWaiting } from '../conversations/index.ts';
import { renewCadence, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { runParams } from './pause-run.ts';
import { leadRunSchema, lockRun, readRun, requireActive } from './run.ts';

const resumeBody = z
  .strictObject({
    reason: z.string().trim().min(1).max(500).optional().describe('Stands on the timeline.'),
    resumeCadence: z.boolean().optional().describe('Whether the agent reaches out by itself again, too.'),
  })
  .optional();

const resumedSchema = z
  .object({ changed: z.boolean().describe('False where it was not paused.'), run: leadRunSchema })
  .meta({ id: 'ResumedRun' });
export type ResumedRun = z.infer<typeof resumedSchema>;

interface Resuming {
  readonly runId: string;
  readonly reason?: string | undefined;
  readonly resumeCadence?: boolean | undefined;
}

/**
 * Takes a paused run up again; a lead that wrote meanwhile and has no answer gets one. Raises `not_found`, `conflict`
 * run_ended.
 */
export async function resumeRun(
  ctx: Ctx,
  { runId, reason = 'resumed by API', resumeCadence = false }: Resuming,
): Promise<ResumedRun> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const run = await lockRun(tctx, runId);
    requireActive(run);
    if (run.runStatus !== 'paused') return { changed: false, run };
    const { leadId, pausedAt } = run;
    await tx`
      update runs set run_status = 'running', paused_at = null, updated_at = ${at},
        cadence_state = case when cadence_state = 'paused' and ${resumeCadence} then 'active' else cadence_state end
      where workspace_id = ${workspace.id} and id = ${runId}`;
    await touchLead(tctx, leadId);
    if (resumeCadence) await renewCadence(tctx, leadId);
    await answerWaiting(tctx, { runId, since: pausedAt === null ? at : new Date(pausedAt) });
    recordEvent(tctx, { type: 'run.resumed', leadId, data: { runId, reason } });
    recordAction(tctx, { leadId, type: 'system_note', summary: `Resumed in "${run.workflowName}": ${reason}` });
    recordAudit(tctx, { verb: 'resumeRun', objectType: 'run', objectId: runId, changed: ['runStatus'] });
    return { changed: true, run: await readRun(tctx, runId) };
  });
}

export const resumeRunOperation = defineOperation({
  operationId: 'resumeRun',
  method: 'POST',
  path: '/v1/runs/{runId}/resume',
  tag: 'Runs',
  summary: 'Resume a run',
  description: 'A lead that wrote while it was paused, and still waits, is answered.',
  auth: 'key',
  scope: 'leads:write',
  params: runParams,
  body: resumeBody,
  success: { status: 200, description: 'The run, running.', schema: resumedSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => resumeRun(ctx, { ...params, ...body }),
});
