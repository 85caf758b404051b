import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { cancelPending, cancelStatusTimeout, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { reasonBody, runParams } from './pause-run.ts';
import { type LeadRun, leadRunSchema, lockRun, readRun } from './run.ts';

/** Ends a run where it is, with all that was pending in it; one that is over stays as it is. Raises `not_found`. */
export async function cancelRun(
  ctx: Ctx,
  { runId, reason = 'cancelled by API' }: { runId: string; reason?: string | undefined },
): Promise<LeadRun> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const run = await lockRun(tctx, runId);
    if (!run.isActive) return run;
    const { leadId } = run;
    await tx`
      update runs set run_status = 'cancelled', is_active = false, paused_at = null, ended_at = ${at}, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = ${runId}`;
    await cancelPending(tctx, { leadId, runIds: [runId], reason });
    await cancelStatusTimeout(tctx, leadId, runId);
    await touchLead(tctx, leadId);
    recordEvent(tctx, { type: 'run.ended', leadId, data: { runId, outcome: 'cancelled', reason } });
    recordAction(tctx, { leadId, type: 'status_change', summary: `Out of "${run.workflowName}": ${reason}` });
    recordAudit(tctx, { verb: 'cancelRun', objectType: 'run', objectId: runId, changed: ['runStatus'] });
    return readRun(tctx, runId);
  });
}

export const cancelRunOperation = defineOperation({
  operationId: 'cancelRun',
  method: 'POST',
  path: '/v1/runs/{runId}/cancel',
  tag: 'Runs',
  summary: 'Cancel a run',
  description:
    'The lead leaves the workflow where it is. Who writes on is answered, but asked for nothing any more. One that is over stays as it is.',
  auth: 'key',
  scope: 'leads:write',
  params: runParams,
  body: reasonBody,
  success: { status: 200, description: 'The run as it is now.', schema: leadRunSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, body }) => cancelRun(ctx, { ...params, ...body }),
});
