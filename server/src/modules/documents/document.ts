import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';

const LINK_LASTS_MS = 3_600_000;

const json = z.record(z.string(), z.unknown());

export const documentSchema = z
  .object({
    id: z.uuid(),
    fileName: z.string(),
    mimeType: z.string().describe('As its sender said.'),
    sizeBytes: z.int(),
    externalId: z.string().nullable(),
    metadata: json,
    url: z.string().describe('Opens the file without a key, for one hour from this answer.'),
    checklistItems: z.array(
      z.object({
        id: z.uuid(),
        leadChecklistItemId: z.uuid(),
        label: z.string(),
        overallValid: z.boolean().nullable().describe('null until it was checked.'),
        validationResult: json.nullable(),
      }),
    ),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Document' });
export type LeadDocument = z.infer<typeof documentSchema>;

interface DocumentRow extends Omit<LeadDocument, 'url' | 'createdAt'> {
  readonly createdAt: Date;
}

/**
 * All documents of a lead, newest first, each with a link that lasts an hour: one statement. The caller has made sure
 * that the lead is its own.
 */
export async function selectDocuments(ctx: TxCtx, leadId: string): Promise<LeadDocument[]> {
  return readDocuments(ctx, ctx.tx`d.lead_id = ${leadId}`);
}

/** Those of them with these ids, in their order. */
export async function selectDocumentsById(ctx: TxCtx, ids: readonly string[]): Promise<LeadDocument[]> {
  const found = await readDocuments(ctx, ctx.tx`d.id = any (${[...ids]})`);
  return ids.flatMap((id) => found.find((document) => document.id === id) ?? []);
}

async function readDocuments(ctx: TxCtx, isWanted: ReturnType<Tx>): Promise<LeadDocument[]> {
  const { tx, workspace, files } = ctx;
  const rows = await tx<DocumentRow[]>`
    select d.id, d.file_name, d.mime_type, d.size_bytes, d.external_id, d.metadata, d.created_at,
      coalesce((
        select json_agg(json_build_object('id', x.id, 'leadChecklistItemId', i.id, 'label', coalesce(i.label, c.label),
          'overallValid', x.overall_valid, 'validationResult', x.validation_result) order by x.id)
        from checklist_item_documents x
        join lead_checklist_items i on i.workspace_id = x.workspace_id and i.id = x.lead_checklist_item_id
        left join checklist_items c on c.workspace_id = i.workspace_id and c.id = i.checklist_item_id
        where x.workspace_id = d.workspace_id and x.document_id = d.id), '[]') as checklist_items
    from documents d
    where d.workspace_id = ${workspace.id} and ${isWanted} and d.deleted_at is null
    order by d.id desc`;
  const expiresAt = new Date(ctx.at.getTime() + LINK_LASTS_MS);
  return rows.map((row) => ({
    ...row,
    url: files.sign({ workspaceId: workspace.id, documentId: row.id, expiresAt }),
    createdAt: row.createdAt.toISOString(),
  }));
}
