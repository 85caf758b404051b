import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { statusWithFiles } from '../../engagement/checklist/item-config.ts';
import type { ItemKind } from '../../engagement/checklist/item-value.ts';
import { documentTypes } from '../../engagement/workflow/checklist-schema.ts';
import { invalidInput, notFound } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';

export interface DocumentItem extends ItemKind {
  readonly id: string;
  readonly code: string;
  readonly label: string;
  readonly status: string;
  readonly validationRules: readonly string[];
}

/** The lead's item that documents can be given to. Raises `not_found`, `invalid_input` for one that takes a value. */
export async function requireDocumentItem({ tx, workspace }: TxCtx, leadId: string, id: string): Promise<DocumentItem> {
  const [item] = await tx<DocumentItem[]>`
    select i.id, coalesce(i.code, c.code) as code, coalesce(i.label, c.label) as label, i.status,
      coalesce(i.field_type, c.field_type) as field_type, coalesce(i.config, c.config) as config,
      coalesce(c.validation_rules, i.validation_rules) as validation_rules
    from lead_checklist_items i
    left join checklist_items c on c.workspace_id = i.workspace_id and c.id = i.checklist_item_id
    where i.workspace_id = ${workspace.id} and i.lead_id = ${leadId} and i.id = ${id}`;
  if (!item) throw notFound('checklist item');
  if (documentTypes.has(item.fieldType)) return item;
  const message = `The item ${item.code} takes a value of type ${item.fieldType}, not a document.`;
  throw invalidInput('The document cannot be given to this item.', [{ path: ['leadChecklistItemId'], message }]);
}

/** A document, and what is doubtful about it for its item. */
export interface NewLink {
  readonly documentId: string;
  readonly doubt: string | undefined;
}

/** Links documents to an item, which they complete, or which waits for more of them, or for a person to look at them. */
export async function attachToItem(
  ctx: TxCtx,
  { leadId, item, links }: { leadId: string; item: DocumentItem; links: readonly NewLink[] },
): Promise<void> {
  const { tx, workspace } = ctx;
  const rows = links.map(({ documentId, doubt }) => {
    const id = ctx.newId(ctx.at);
    const row = { workspaceId: workspace.id, id, leadChecklistItemId: item.id, documentId, createdAt: timeOfId(id) };
    const result = doubt === undefined ? null : tx.json(asJson(resultOf(doubt)));
    return { ...row, overallValid: doubt === undefined ? null : false, validationResult: result };
  });
  await tx`insert into checklist_item_documents ${tx(rows)}`;
  const [all] = await tx<{ files: number; doubts: number }[]>`
    select count(*) as files, count(*) filter (where overall_valid = false) as doubts from checklist_item_documents
    where workspace_id = ${workspace.id} and lead_checklist_item_id = ${item.id}`;
  // What comes in place of what a person refused is for a person again.
  const hasDoubts = (all?.doubts ?? 0) > 0 || item.status === 'invalid';
  const status = statusWithFiles(item, all?.files ?? 0, hasDoubts);
  await tx`
    update lead_checklist_items set status = ${status}, problem = null, is_auto_skipped = false, updated_at = ${ctx.at}
    where workspace_id = ${workspace.id} and id = ${item.id}`;
  await noteItem(ctx, { leadId, item, status, because: 'a document came in' });
}

/** A doubt as the result of a check: the keys that Omni's documents have. */
function resultOf(doubt: string) {
  const validationResults = [{ ruleName: 'Kind of file', isValid: false, isValidReason: doubt }];
  return { overallValid: false, otherNotes: null, validationResults };
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
