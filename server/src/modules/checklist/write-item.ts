import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import { currencyOfCountry } from '../../engagement/understanding/extractors/currencies.ts';
import type { Validity } from '../../engagement/understanding/validate.ts';
import { documentTypes } from '../../engagement/workflow/checklist-schema.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { fitToField, removeVariable, requireRoom, setVariable } from '../leads/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { loadWorkflow } from '../workflows/index.ts';
import { type ItemRow, type ItemStatus, itemStatuses } from './checklist.ts';
import { asFieldInput, readItemValue } from './read-item-value.ts';

export const itemChangeFields = {
  value: z
    .string()
    .min(1)
    .max(10_000)
    .nullable()
    .optional()
    .describe('null clears it. A value completes the item where no status is given with it.'),
  status: z.enum(itemStatuses).optional(),
};
export type ItemChange = Readonly<z.infer<z.ZodObject<typeof itemChangeFields>>>;

/**
 * Changes an item of a lead that the caller has locked: the value of one that a field stands for is the field's
 * variable. `path` is where in the request the value stood. Raises `invalid_input` for a value that its type refuses.
 */
export async function writeItem(
  ctx: TxCtx,
  row: ItemRow,
  change: ItemChange,
  path: readonly (string | number)[],
  isTold = true,
): Promise<void> {
  const { value, status } = change;
  if (typeof value === 'string') await setValue(ctx, row, value, [...path, 'value']);
  if (value === null) await clearValue(ctx, row);
  const given = status ?? (typeof value === 'string' ? 'completed' : value === null ? 'todo' : undefined);
  if (given === undefined) return;
  await ctx.tx`
    update lead_checklist_items set status = ${given}, is_auto_skipped = false, updated_at = ${ctx.at}
    where workspace_id = ${ctx.workspace.id} and id = ${row.id}`;
  await noteChange(ctx, row, given, isTold);
}

/** Tells the events what became of an item, and the timeline where `isTold`. */
export async function noteChange(
  ctx: TxCtx,
  { id, leadId, code, label }: ItemRow,
  status: ItemStatus,
  isTold = true,
): Promise<void> {
  await Promise.all([
    recordEvent(ctx, {
      type: 'checklist.item_changed',
      leadId,
      data: { leadChecklistItemId: id, code, status },
    }),
    isTold
      ? recordAction(ctx, { leadId, type: 'api_activity', summary: `${label}: ${status.replaceAll('_', ' ')}` })
      : undefined,
  ]);
}

async function setValue(ctx: TxCtx, row: ItemRow, text: string, path: readonly (string | number)[]): Promise<void> {
  const refuse = (message: string) => invalidInput('A value cannot be taken.', [{ path, message }]);
  if (row.fieldKey !== null && row.workflowId !== null) {
    const fit = await fitted(ctx, row.workflowId, row.fieldKey, text);
    if (!fit.ok) throw refuse(fit.message);
    const variable = { leadId: row.leadId, key: row.fieldKey, value: fit.value, valueText: text.trim() };
    await setVariable(ctx, { ...variable, confidence: 1, source: 'api' });
    await requireRoom(ctx, row.leadId, path);
    return;
  }
  const read = readItemValue(row, text, ctx.workspace.country);
  if (!read.ok) throw refuse(read.message);
  await ctx.tx`
    update lead_checklist_items set value = ${read.value}, value_source = 'manual'
    where workspace_id = ${ctx.workspace.id} and id = ${row.id}`;
}

/** A field that the newest version of the workflow has no more takes what comes. */
async function fitted(ctx: TxCtx, workflowId: string, key: string, text: string): Promise<Validity> {
  const { definition } = await loadWorkflow(ctx, { workflowId });
  const field = definition.fields.find((one) => one.key === key);
  if (!field) return { ok: true, value: text.trim() };
  return fitToField(ctx, definition, field, asFieldInput(field, text, currencyOfCountry(ctx.workspace.country)));
}

async function clearValue(ctx: TxCtx, row: ItemRow): Promise<void> {
  if (documentTypes.has(row.fieldType)) return;
  if (row.fieldKey !== null) await removeVariable(ctx, { leadId: row.leadId, key: row.fieldKey, source: 'api' });
  await ctx.tx`
    update lead_checklist_items set value = null, value_source = null
    where workspace_id = ${ctx.workspace.id} and id = ${row.id}`;
}
