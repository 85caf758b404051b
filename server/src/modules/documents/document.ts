import { z } from 'zod';
import type { Ctx, Tx, TxCtx } from '../../db/database.ts';
import { fromJsonTime } from '../../kernel/times.ts';

const LINK_LASTS_MS = 3_600_000;

const json = z.record(z.string(), z.unknown());

export const documentSchema = z
  .object({
    id: z.uuid(),
    fileName: z.string(),
    mimeType: z.string().describe('As its sender said.'),
    contentKind: z
      .string()
      .nullable()
      .describe('By what is in it: `pdf`, `jpeg`, `docx`, ... `program` and `page` are no documents. null: unknown.'),
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

/** A document as the view `document_views` shows it, its time as Postgres writes it inside JSON. */
export type DocumentRow = Omit<LeadDocument, 'url'>;

/**
 * All documents of a lead, newest first, each with a link that lasts an hour: one statement. The caller has made sure
 * that the lead is its own.
 */
export function selectDocuments(ctx: TxCtx, leadId: string): Promise<LeadDocument[]> {
  return readDocuments(ctx, ctx.tx`lead_id = ${leadId}`);
}

/** Those of them with these ids, in their order. */
export async function selectDocumentsById(ctx: TxCtx, ids: readonly string[]): Promise<LeadDocument[]> {
  const found = await readDocuments(ctx, ctx.tx`id = any (${[...ids]})`);
  return ids.flatMap((id) => found.find((document) => document.id === id) ?? []);
}

async function readDocuments(ctx: TxCtx, isWanted: ReturnType<Tx>): Promise<LeadDocument[]> {
  const rows = await ctx.tx<{ shown: DocumentRow }[]>`
    select shown from document_views where workspace_id = ${ctx.workspace.id} and ${isWanted} order by id desc`;
  return rows.map(({ shown }) => withLink(ctx, shown, ctx.at));
}

/** A row as the API shows it: its link lasts an hour from `at`. */
export function withLink({ files, workspace }: Ctx, row: DocumentRow, at: Date): LeadDocument {
  const expiresAt = new Date(at.getTime() + LINK_LASTS_MS);
  return {
    ...row,
    url: files.sign({ workspaceId: workspace.id, documentId: row.id, expiresAt }),
    createdAt: fromJsonTime(row.createdAt),
  };
}
