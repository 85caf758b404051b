import type { TxCtx } from '../../db/database.ts';

export interface SentFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentAt: string;
}

/** By item what the lead itself sent for it, the first first. What the team added is not among it. */
export async function selectSentFiles({ tx, workspace }: TxCtx, leadId: string): Promise<Map<string, SentFile[]>> {
  const rows = await tx<{ itemId: string; name: string; sizeBytes: number; createdAt: Date }[]>`
    select x.lead_checklist_item_id as item_id, d.file_name as name, d.size_bytes, d.created_at
    from documents d
    join checklist_item_documents x on x.workspace_id = d.workspace_id and x.document_id = d.id
    where d.workspace_id = ${workspace.id} and d.lead_id = ${leadId} and d.sender = 'portal' and d.deleted_at is null
    order by d.id`;
  const files = new Map<string, SentFile[]>();
  for (const { itemId, name, sizeBytes, createdAt } of rows) {
    files.set(itemId, [...(files.get(itemId) ?? []), { name, sizeBytes, sentAt: createdAt.toISOString() }]);
  }
  return files;
}
