import type { TxCtx } from '../../db/database.ts';
import { dropFiles } from '../../kernel/files.ts';

/**
 * Removes the files of leads' documents once the transaction that removes their rows has committed: where it fails the
 * documents are whole. What a kill in between leaves is found by the sweep of files without a row.
 */
export async function forgetFiles(ctx: TxCtx, leadIds: string[]): Promise<void> {
  const rows = await ctx.tx<{ storageKey: string }[]>`
    select storage_key from documents where workspace_id = ${ctx.workspace.id} and lead_id = any (${leadIds}::uuid[])`;
  const keys = rows.map(({ storageKey }) => storageKey);
  ctx.afterCommit(() => dropFiles(ctx, keys));
}
