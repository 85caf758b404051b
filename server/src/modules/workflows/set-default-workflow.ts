import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';

/** Leads and visitors that name no workflow go into this one from now on. Raises `forbidden` for a test key, `not_found`. */
export async function setDefaultWorkflow(ctx: Ctx, { workflowId }: { workflowId: string }): Promise<void> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'The default workflow');
  await transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const [found] = await tx`select from workflows where workspace_id = ${workspace.id} and id = ${workflowId}`;
    if (!found) throw notFound('workflow');
    await tx`
      update workspaces set default_workflow_id = ${workflowId}, updated_at = ${at} where id = ${workspace.id}`;
    recordAudit(tctx, { verb: 'setDefaultWorkflow', objectType: 'workflow', objectId: workflowId });
  });
}
