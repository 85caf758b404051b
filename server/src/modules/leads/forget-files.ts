import type { TxCtx } from '../../db/database.ts';

/**
 * Removes the files of a lead's documents, before its rows are: whoever is cut off in between erases once more, where
 * the other order would leave a file that nobody knows of.
 */
export async function forgetFiles({ tx, workspace, files }: TxCtx, leadId: string): Promise<void> {
  const rows = await tx<{ storageKey: string }[]>`
    select storage_key from documents where workspace_id = ${workspace.id} and lead_id = ${leadId}`;
  for (const { storageKey } of rows) await files.remove(storageKey);
}
