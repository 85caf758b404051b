import type { Readable } from 'node:stream';
import { begin } from '../../db/begin.ts';
import { bindWorkspace, type PublicCtx } from '../../db/database.ts';
import { FoyerError } from '../../kernel/errors.ts';

export interface OpenedDocument {
  readonly fileName: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  readonly content: Readable;
}

/** What a signed link opens. Raises `not_found`: with the reason `link_expired` where it was good once. */
export async function openDocument(ctx: PublicCtx, { token }: { token: string }): Promise<OpenedDocument> {
  const link = ctx.files.open(token);
  if (!link) throw refuse('This link was not made here, or is not whole.');
  if (link.expiresAt <= ctx.clock.now()) {
    throw refuse(
      'This link has expired: it lasts one hour. Ask for the document again to get a new one.',
      'link_expired',
    );
  }
  const { workspaceId, documentId } = link;
  const [row] = await begin(ctx.db.sql, async (tx) => {
    const bound = bindWorkspace(tx, workspaceId);
    const found = tx<{ fileName: string; mimeType: string; sizeBytes: number; storageKey: string }[]>`
      select d.file_name, d.mime_type, d.size_bytes, d.storage_key
      from documents d join leads l on l.workspace_id = d.workspace_id and l.id = d.lead_id
      where d.workspace_id = ${workspaceId} and d.id = ${documentId} and d.deleted_at is null and l.deleted_at is null`;
    return (await Promise.all([bound, found]))[1];
  });
  const content = row && (await ctx.files.read(row.storageKey));
  if (row && !content) ctx.log.error({ documentId }, 'the file of a document is missing');
  if (!row || !content) throw refuse('This document is no longer here.');
  return { fileName: row.fileName, mimeType: row.mimeType, sizeBytes: row.sizeBytes, content };
}

function refuse(message: string, reason?: string): FoyerError {
  return new FoyerError('not_found', message, reason === undefined ? {} : { reason });
}
