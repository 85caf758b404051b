import type { TxCtx } from '../../db/database.ts';
import type { WorkflowStatus } from '../../engagement/workflow/definition.ts';
import { timeOfId } from '../../kernel/ids.ts';

/**
 * A key keeps its row and id for ever: runs of older versions point at it. One that the newest version lacks stays,
 * and comes back with the same id where a later version has it again.
 */
export async function writeStatuses(
  ctx: TxCtx,
  workflowId: string,
  statuses: readonly WorkflowStatus[],
): Promise<void> {
  const rows = statuses.map(({ key, label, category, flags }, position) => {
    const id = ctx.newId(ctx.at);
    const createdAt = timeOfId(id);
    return { workspaceId: ctx.workspace.id, id, workflowId, key, label, category, flags, position, createdAt };
  });
  await ctx.tx`
    insert into workflow_statuses ${ctx.tx(rows)}
    on conflict (workspace_id, workflow_id, key) do update
      set label = excluded.label, category = excluded.category, flags = excluded.flags, position = excluded.position`;
}
