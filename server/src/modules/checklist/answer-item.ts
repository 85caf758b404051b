import type { TxCtx } from '../../db/database.ts';
import { settleChecklist, touchLead } from '../leads/index.ts';
import { recordAudit } from '../timeline/index.ts';
import type { ItemRow } from './checklist.ts';
import { readItemText } from './read-item-text.ts';
import { keepValue, setItemStatus } from './write-item.ts';

/**
 * What a lead itself gave for an item of its own page: kept where it fits; where it does not, kept as invalid with what
 * is wrong with it, and what was known before stays known. The caller has locked the lead.
 */
export async function answerItem(ctx: TxCtx, row: ItemRow, text: string): Promise<void> {
  const read = await readItemText(ctx, row, text);
  if (read.ok) {
    await keepValue(ctx, row, { read, words: text, source: 'portal', path: ['value'] });
    await setItemStatus(ctx, row, { status: 'completed', problem: null });
  } else {
    await ctx.tx`
      update lead_checklist_items set value = ${text.trim()}, value_source = 'portal'
      where workspace_id = ${ctx.workspace.id} and id = ${row.id}`;
    await setItemStatus(ctx, row, { status: 'invalid', problem: read.message });
  }
  await Promise.all([
    settleChecklist(ctx, row.leadId),
    recordAudit(ctx, { verb: 'answerItem', objectType: 'lead', objectId: row.leadId, changed: [row.code] }),
    touchLead(ctx, row.leadId),
  ]);
}
