import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { dropFiles } from '../../kernel/files.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { lockLead, settleChecklist, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { type DocumentItem, noteItem } from './attach-to-item.ts';

const documentParams = z.strictObject({ leadId: z.uuid(), documentId: z.uuid() });

/**
 * Removes a document: it is nowhere to be seen, its links open nothing, its file goes. An item that has too few
 * without it is to be done again. Raises `not_found`.
 */
export async function deleteDocument(ctx: Ctx, input: z.infer<typeof documentParams>): Promise<void> {
  requireScope(ctx, 'leads:write');
  const { leadId, documentId } = input;
  await transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    await lockLead(tctx, leadId);
    const [row] = await tx<{ storageKey: string; fileName: string }[]>`
      update documents set deleted_at = ${tctx.at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and id = ${documentId} and deleted_at is null
      returning storage_key, file_name`;
    if (!row) throw notFound('document');
    await reopenItems(tctx, leadId, documentId);
    await settleChecklist(tctx, leadId);
    await Promise.all([
      recordEvent(tctx, { type: 'document.deleted', leadId, data: { documentId } }),
      recordAction(tctx, { leadId, type: 'api_activity', summary: `Document deleted: ${row.fileName}` }),
      recordAudit(tctx, { verb: 'deleteDocument', objectType: 'document', objectId: documentId }),
      touchLead(tctx, leadId),
    ]);
    tctx.afterCommit(() => dropFiles(ctx, [row.storageKey]));
  });
}

/** Takes the document off its items. */
async function reopenItems(ctx: TxCtx, leadId: string, documentId: string): Promise<void> {
  const { tx, at, workspace } = ctx;
  const links = await tx<{ itemId: string }[]>`
    delete from checklist_item_documents where workspace_id = ${workspace.id} and document_id = ${documentId}
    returning lead_checklist_item_id as item_id`;
  if (links.length === 0) return;
  const reopened = await tx<Pick<DocumentItem, 'id' | 'code' | 'label'>[]>`
    update lead_checklist_items i set status = 'todo', problem = null, updated_at = ${at}
    from (
      select l.id, coalesce(l.code, c.code) as code, coalesce(l.label, c.label) as label,
        coalesce(l.config, c.config) as config
      from lead_checklist_items l
      left join checklist_items c on c.workspace_id = l.workspace_id and c.id = l.checklist_item_id
      where l.workspace_id = ${workspace.id} and l.id = any (${links.map(({ itemId }) => itemId)})) named
    where i.workspace_id = ${workspace.id} and i.id = named.id and i.status in ('completed', 'needs_review', 'invalid')
      and (select count(*) from checklist_item_documents x
        where x.workspace_id = i.workspace_id and x.lead_checklist_item_id = i.id) < case
          when jsonb_typeof(named.config -> 'minFiles') = 'number' then (named.config ->> 'minFiles')::numeric else 1 end
    returning i.id, named.code, named.label`;
  for (const item of reopened) await noteItem(ctx, { leadId, item, status: 'todo', because: 'its document is gone' });
}

export const deleteDocumentOperation = defineOperation({
  operationId: 'deleteDocument',
  method: 'DELETE',
  path: '/v1/leads/{leadId}/documents/{documentId}',
  tag: 'Documents',
  summary: 'Delete a document',
  description: 'Its file is removed for good. An item that has too few documents without it is to be done again.',
  auth: 'key',
  scope: 'leads:write',
  params: documentParams,
  success: { status: 204, description: 'The document is deleted.' },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => deleteDocument(ctx, params),
});
