import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import { documentTypes } from '../../engagement/workflow/checklist-schema.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { dropVariable, requireRoom, storeVariable } from '../leads/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { type ItemRow, type ItemStatus, itemStatuses, type ValueSource } from './checklist.ts';
import { type ReadText, readItemText } from './read-item-text.ts';

export const itemChangeFields = {
  value: z
    .string()
    .min(1)
    .max(10_000)
    .nullable()
    .optional()
    .describe('null clears it. A value completes the item where no status is given with it.'),
  status: z.enum(itemStatuses).optional(),
  problem: z
    .string()
    .trim()
    .min(1)
    .max(1000)
    .optional()
    .describe('Why the status is `invalid` or `needs_review`, in words that the lead reads. Not kept with any other.'),
};
export type ItemChange = Readonly<z.infer<z.ZodObject<typeof itemChangeFields>>>;

/**
 * Changes an item of a lead that the caller has locked, and settles afterwards: the value of one that a field stands for
 * is the field's variable. `path` is where in the request the value stood. Raises `invalid_input` for a value that its
 * type refuses.
 */
export async function writeItem(
  ctx: TxCtx,
  row: ItemRow,
  change: ItemChange,
  path: readonly (string | number)[],
  isTold = true,
): Promise<void> {
  const { value, status, problem = null } = change;
  if (typeof value === 'string') {
    const read = await readItemText(ctx, row, value);
    const at = [...path, 'value'];
    if (!read.ok) throw invalidInput('A value cannot be taken.', [{ path: at, message: read.message }]);
    await keepValue(ctx, row, { read, words: value, source: 'manual', path: at });
  }
  if (value === null) await clearValue(ctx, row);
  const given = status ?? (typeof value === 'string' ? 'completed' : value === null ? 'todo' : undefined);
  if (given === undefined) return;
  const isOpen = given === 'invalid' || given === 'needs_review';
  await setItemStatus(ctx, row, { status: given, problem: isOpen ? problem : null }, isTold);
}

/** Sets an item's status with what is wrong with it, and tells of it: on the timeline where `isTold`. */
export async function setItemStatus(
  ctx: TxCtx,
  row: ItemRow,
  { status, problem }: { readonly status: ItemStatus; readonly problem: string | null },
  isTold = true,
): Promise<void> {
  await ctx.tx`
    update lead_checklist_items set status = ${status}, problem = ${problem}, is_auto_skipped = false,
      updated_at = ${ctx.at}
    where workspace_id = ${ctx.workspace.id} and id = ${row.id}`;
  await noteChange(ctx, row, status, isTold);
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

interface KeptValue {
  readonly read: Extract<ReadText, { ok: true }>;
  /** As they were written. */
  readonly words: string;
  readonly source: Extract<ValueSource, 'manual' | 'portal'>;
  readonly path: readonly (string | number)[];
}

/**
 * Keeps a value that fits: as the variable of the field that stands for the item, else with the item itself. The caller
 * touches the lead and settles its checklist.
 */
export async function keepValue(ctx: TxCtx, row: ItemRow, { read, words, source, path }: KeptValue): Promise<void> {
  const { variable, value } = read;
  if (variable) {
    const known = { ...variable, leadId: row.leadId, valueText: words.trim(), confidence: 1 };
    await storeVariable(ctx, { ...known, source: source === 'portal' ? 'lead' : 'api' });
    await requireRoom(ctx, row.leadId, path);
  }
  await ctx.tx`
    update lead_checklist_items set value = ${value}, value_source = ${source}
    where workspace_id = ${ctx.workspace.id} and id = ${row.id}`;
}

async function clearValue(ctx: TxCtx, row: ItemRow): Promise<void> {
  if (documentTypes.has(row.fieldType)) return;
  if (row.fieldKey !== null) await dropVariable(ctx, { leadId: row.leadId, key: row.fieldKey, source: 'api' });
  await ctx.tx`
    update lead_checklist_items set value = null, value_source = null
    where workspace_id = ${ctx.workspace.id} and id = ${row.id}`;
}
