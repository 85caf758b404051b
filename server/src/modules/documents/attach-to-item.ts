import type { TxCtx } from '../../db/database.ts';
import { documentTypes } from '../../engagement/workflow/checklist-schema.ts';
import { invalidInput, notFound } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';

export interface DocumentItem {
  readonly id: string;
  readonly code: string;
  readonly label: string;
  readonly fieldType: string;
  readonly validationRules: readonly string[];
}

/** The lead's item that documents can be given to. Raises `not_found`, `invalid_input` for one that takes a value. */
export async function requireDocumentItem({ tx, workspace }: TxCtx, leadId: string, id: string): Promise<DocumentItem> {
  const [item] = await tx<DocumentItem[]>`
    select i.id, coalesce(i.code, c.code) as code, coalesce(i.label, c.label) as label,
      coalesce(i.field_type, c.field_type) as field_type, coalesce(c.validation_rules, i.validation_rules) as validation_rules
    from lead_checklist_items i
    left join checklist_items c on c.workspace_id = i.workspace_id and c.id = i.checklist_item_id
    where i.workspace_id = ${workspace.id} and i.lead_id = ${leadId} and i.id = ${id}`;
  if (!item) throw notFound('checklist item');
  if (documentTypes.has(item.fieldType)) return item;
  const message = `The item ${item.code} takes a value of type ${item.fieldType}, not a document.`;
  throw invalidInput('The document cannot be given to this item.', [{ path: ['leadChecklistItemId'], message }]);
}

/** Links documents to an item, which they complete, or which waits for a person where it has rules to check them by. */
export async function attachToItem(
  ctx: TxCtx,
  { leadId, item, documentIds }: { leadId: string; item: DocumentItem; documentIds: readonly string[] },
): Promise<void> {
  const { tx, workspace } = ctx;
  const status = item.validationRules.length > 0 ? 'needs_review' : 'completed';
  const links = documentIds.map((documentId) => {
    const id = ctx.newId(ctx.at);
    return { workspaceId: workspace.id, id, leadChecklistItemId: item.id, documentId, createdAt: timeOfId(id) };
  });
  await tx`insert into checklist_item_documents ${tx(links)}`;
  await tx`
    update lead_checklist_items set status = ${status}, is_auto_skipped = false, updated_at = ${ctx.at}
    where workspace_id = ${workspace.id} and id = ${item.id}`;
  await noteItem(ctx, { leadId, item, status, because: 'a document came in' });
}

/** Tells the events and the timeline what became of an item. */
export async function noteItem(
  ctx: TxCtx,
  change: { leadId: string; item: Pick<DocumentItem, 'id' | 'code' | 'label'>; status: string; because: string },
): Promise<void> {
  const { leadId, item, status, because } = change;
  const words = `${item.label}: ${status.replaceAll('_', ' ')}, as ${because}`;
  await Promise.all([
    recordEvent(ctx, {
      type: 'checklist.item_changed',
      leadId,
      data: { leadChecklistItemId: item.id, code: item.code, status },
    }),
    recordAction(ctx, { leadId, type: 'system_note', summary: words }),
  ]);
}
