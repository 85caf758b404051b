import type { TxCtx } from '../../db/database.ts';
import { readItemValue, variableProblem } from '../../engagement/checklist/item-value.ts';
import { currencyOfCountry } from '../../engagement/understanding/extractors/currencies.ts';
import type { VariableValue } from '../../engagement/understanding/types.ts';
import type { WorkflowField } from '../../engagement/workflow/definition.ts';
import { fitToField } from '../leads/index.ts';
import { loadWorkflow } from '../workflows/index.ts';
import type { ItemRow } from './checklist.ts';

/** A text as an item takes it: `variable` is there where a workflow's field stands for the item, and holds it. */
export type ReadText =
  | {
      readonly ok: true;
      readonly value: string;
      readonly variable?: { readonly key: string; readonly value: VariableValue };
    }
  | { readonly ok: false; readonly message: string };

/** A text for an item, as its field and its own type have it, or what is wrong with it. */
export async function readItemText(ctx: TxCtx, row: ItemRow, text: string): Promise<ReadText> {
  const { country } = ctx.workspace;
  if (row.fieldKey === null || row.workflowId === null) return readItemValue(row, text, country);
  const field = await fieldOfItem(ctx, row);
  // A field that the newest version of the workflow has no more takes what comes.
  const fit = field
    ? fitToField(ctx, field.definition, field.field, asFieldInput(field.field, text, country))
    : undefined;
  if (fit && !fit.ok) return fit;
  const value = fit ? fit.value : text.trim();
  // The item's own type may ask for more than its field does.
  const message = variableProblem(row, value, text, country);
  return message === undefined
    ? { ok: true, value: text.trim(), variable: { key: row.fieldKey, value } }
    : { ok: false, message };
}

/** The field that stands for an item in the newest version of its workflow. */
export async function fieldOfItem(ctx: TxCtx, { workflowId, fieldKey }: ItemRow) {
  if (workflowId === null || fieldKey === null) return undefined;
  const { definition } = await loadWorkflow(ctx, { workflowId });
  const field = definition.fields.find((one) => one.key === fieldKey);
  return field && { definition, field };
}

/** The text of an item as a field's value may come by API: lists by commas, amounts with the currency after them. */
function asFieldInput({ type, currency, options }: WorkflowField, text: string, country: string): VariableValue {
  const value = text.trim();
  if (type === 'multiselect') return value.split(',').map((one) => one.trim());
  if (type === 'boolean') return /^(yes|true)$/i.test(value) ? true : /^(no|false)$/i.test(value) ? false : value;
  if (type === 'select') return options.find((one) => one.value.toLowerCase() === value.toLowerCase())?.value ?? value;
  if (type !== 'currency') return value;
  const plain = value.replaceAll(',', '').replace(/^\p{Sc}\s*/u, '');
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(?:\s*([A-Za-z]{3}))?$/.exec(plain) ?? [];
  if (amount === undefined) return value;
  return { amount: Number(amount), currency: unit?.toUpperCase() ?? currency ?? currencyOfCountry(country) };
}
