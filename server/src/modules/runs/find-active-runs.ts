import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { requireLead } from '../leads/index.ts';
import { type LeadRun, selectRuns } from './run.ts';

/** A lead's active runs, of one workflow where its id is given, the last started first. Raises `not_found` for the lead. */
export async function findActiveRuns(
  ctx: Ctx,
  { leadId, workflowId }: { leadId: string; workflowId?: string | undefined },
): Promise<LeadRun[]> {
  requireScope(ctx, 'leads:read');
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    await requireLead(tctx, leadId);
    return selectRuns(
      tctx,
      tx`where r.workspace_id = ${workspace.id} and r.lead_id = ${leadId} and r.is_active
        ${workflowId === undefined ? tx`` : tx`and r.workflow_id = ${workflowId}`} order by r.id desc`,
    );
  });
}
