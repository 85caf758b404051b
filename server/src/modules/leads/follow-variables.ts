import type { TxCtx } from '../../db/database.ts';
import { type ItemKind, variableProblem } from '../../engagement/checklist/item-value.ts';
import { recordEvent } from '../timeline/index.ts';

/**
 * Completes the items of a lead's checklist that a known variable stands for: those of one key, whatever they were, or
 * without a key all that are still to be done. One whose own type refuses the value is invalid, and says why. One
 * statement; no more where no item is concerned.
 */
export async function followVariables(ctx: TxCtx, leadId: string, key?: string): Promise<void> {
  const { tx, workspace } = ctx;
  const changed = await tx<FollowedItem[]>`
    update lead_checklist_items i set status = 'completed', value = v.value_text, problem = null,
      is_auto_skipped = false, updated_at = ${ctx.at}, value_source = case
        when v.source in ('lead', 'agent') then 'agent' when v.source in ('api', 'person') then 'manual' else 'imported' end
    from variables v
    join checklist_items c on c.workspace_id = v.workspace_id and c.field_key = v.key
    where v.workspace_id = ${workspace.id} and v.lead_id = ${leadId}
      and i.workspace_id = v.workspace_id and i.lead_id = v.lead_id and i.checklist_item_id = c.id
      and ${key === undefined ? tx`i.status = 'todo'` : tx`v.key = ${key}`}
    returning i.id, c.code, i.status, c.field_type, c.config, v.value as known, v.value_text`;
  const settled = changed.map((item) => {
    const problem = variableProblem(item, item.known, item.valueText, workspace.country);
    return problem === undefined ? item : { ...item, status: 'invalid', problem };
  });
  for (const item of settled) if ('problem' in item) await markInvalid(ctx, item);
  await tellOfItems(ctx, leadId, settled);
}

async function markInvalid(ctx: TxCtx, { id, problem }: { id: string; problem: string }): Promise<void> {
  await ctx.tx`
    update lead_checklist_items set status = 'invalid', problem = ${problem}
    where workspace_id = ${ctx.workspace.id} and id = ${id}`;
}

/** What a removed variable stood for is to be done again. */
export async function reopenItemsOf(ctx: TxCtx, leadId: string, key: string): Promise<void> {
  const { tx, workspace } = ctx;
  const changed = await tx<ChangedItem[]>`
    update lead_checklist_items i set status = 'todo', value = null, value_source = null, problem = null,
      is_auto_skipped = false, updated_at = ${ctx.at}
    from checklist_items c
    where i.workspace_id = ${workspace.id} and i.lead_id = ${leadId}
      and c.workspace_id = i.workspace_id and c.id = i.checklist_item_id and c.field_key = ${key}
    returning i.id, c.code, i.status`;
  await tellOfItems(ctx, leadId, changed);
}

interface ChangedItem {
  readonly id: string;
  readonly code: string;
  readonly status: string;
}
interface FollowedItem extends ChangedItem, ItemKind {
  readonly known: unknown;
  readonly valueText: string;
}

async function tellOfItems(ctx: TxCtx, leadId: string, items: readonly ChangedItem[]): Promise<void> {
  await Promise.all(
    items.map(({ id, code, status }) =>
      recordEvent(ctx, {
        type: 'checklist.item_changed',
        leadId,
        data: { leadChecklistItemId: id, code, status },
      }),
    ),
  );
}
