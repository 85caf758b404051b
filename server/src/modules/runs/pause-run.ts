import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { cancelPending, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { leadRunSchema, lockRun, readRun, requireActive } from './run.ts';

export const runParams = z.strictObject({ runId: z.uuid().describe("The run's id.") });
export const reasonBody = z
  .strictObject({ reason: z.string().trim().min(1).max(500).optional().describe('Stands on the timeline.') })
  .optional();

const pausedSchema = z
  .object({
    changed: z.boolean().describe('False where it was paused already.'),
    cancelled: z.int().describe('How many messages and timers of the agent were to come.'),
    run: leadRunSchema,
  })
  .meta({ id: 'PausedRun' });
export type PausedRun = z.infer<typeof pausedSchema>;

/**
 * Silences the agent in a run: what it was still to say is cancelled, what the lead writes is kept and learned from.
 * Raises `not_found`, `conflict` run_ended. Pausing again changes nothing.
 */
export async function pauseRun(
  ctx: Ctx,
  { runId, reason = 'paused by API' }: { runId: string; reason?: string | undefined },
): Promise<PausedRun> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const run = await lockRun(tctx, runId);
    requireActive(run);
    if (run.runStatus === 'paused') return { changed: false, cancelled: 0, run };
    const { leadId } = run;
    await tx`
      update runs set run_status = 'paused', paused_at = ${at}, updated_at = ${at},
        cadence_state = case when cadence_state = 'active' then 'paused' else cadence_state end
      where workspace_id = ${workspace.id} and id = ${runId}`;
    const cancelled = await cancelPending(tctx, { leadId, runIds: [runId], reason });
    await touchLead(tctx, leadId);
    recordEvent(tctx, { type: 'run.paused', leadId, data: { runId, reason } });
    recordAction(tctx, { leadId, type: 'system_note', summary: `Paused in "${run.workflowName}": ${reason}` });
    recordAudit(tctx, { verb: 'pauseRun', objectType: 'run', objectId: runId, changed: ['runStatus'] });
    return { changed: true, cancelled, run: await readRun(tctx, runId) };
  });
}

export const pauseRunOperation = defineOperation({
  operationId: 'pauseRun',
  method: 'POST',
  path: '/v1/runs/{runId}/pause',
  tag: 'Runs',
  summary: 'Pause a run',
  description:
    'The agent is silent in it from here: what it was still to say is cancelled, what the lead writes is kept. One that is over is a 409 `run_ended`.',
  auth: 'key',
  scope: 'leads:write',
  params: runParams,
  body: reasonBody,
  success: { status: 200, description: 'The run, paused.', schema: pausedSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => pauseRun(ctx, { ...params, ...body }),
});
