import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import { filesFor } from '../../engagement/checklist/item-config.ts';
import { acceptedKinds, endingsOf, listOf } from '../../engagement/checklist/judge-file.ts';
import { documentTypes } from '../../engagement/workflow/checklist-schema.ts';
import type { WorkflowField } from '../../engagement/workflow/definition.ts';
import { fieldOfItem, type ItemRow } from '../checklist/index.ts';

export const portalInputSchema = z.object({
  type: z.enum(['text', 'number', 'date', 'email', 'tel', 'select', 'files']),
  hint: z.string().nullable().describe('What to write or send.'),
  options: z.array(z.object({ value: z.string(), label: z.string() })).describe('Of a select.'),
  accept: z.string().nullable().describe('Of files: their endings, such as `.pdf,.jpg`.'),
});
export type PortalInput = z.infer<typeof portalInputSchema>;

/** How an item is answered on a page: by a field of a form, or by files. */
export async function toInput(ctx: TxCtx, row: ItemRow): Promise<PortalInput> {
  if (documentTypes.has(row.fieldType)) {
    return { type: 'files', hint: fileHint(row), options: [], accept: endingsOf(acceptedKinds(row)) };
  }
  const found = await fieldOfItem(ctx, row);
  const options = optionsOf(row, found?.field);
  if (options.length > 0) return { type: 'select', hint: null, options, accept: null };
  const { type, hint } = plain[row.fieldType] ?? { type: 'text', hint: null };
  const isAmount = found?.field.type === 'currency';
  return {
    type: isAmount ? 'text' : type,
    hint: isAmount ? 'An amount, such as 25,000.' : hint,
    options: [],
    accept: null,
  };
}

const plain: Readonly<Partial<Record<ItemRow['fieldType'], Pick<PortalInput, 'type' | 'hint'>>>> = {
  NUMBER: { type: 'number', hint: null },
  DATE: { type: 'date', hint: null },
  EMAIL: { type: 'email', hint: 'Such as name@example.com.' },
  PHONE: { type: 'tel', hint: 'With its area code.' },
  EIN: { type: 'text', hint: 'Nine digits, such as 12-3456789.' },
};

function optionsOf({ fieldType, config }: ItemRow, field: WorkflowField | undefined): PortalInput['options'] {
  if (field?.type === 'boolean') return ['Yes', 'No'].map((word) => ({ value: word.toLowerCase(), label: word }));
  if (field?.type === 'select') return field.options.map(({ value, label }) => ({ value, label: label ?? value }));
  const options: unknown = fieldType === 'SELECT' ? config?.options : undefined;
  return Array.isArray(options) ? options.map((one) => ({ value: String(one), label: String(one) })) : [];
}

function fileHint(row: ItemRow): string {
  const { type, months, years } = row.config ?? {};
  const { least } = filesFor(row);
  const parts = [
    type === 'DRIVERS_LICENSE' ? 'A driver’s license, both sides.' : undefined,
    type === 'PASSPORT' ? 'The page of the passport with the photograph.' : undefined,
    typeof months === 'number' ? `Of the last ${months} months.` : undefined,
    Array.isArray(years) ? `For ${years.join(', ')}.` : undefined,
    typeof years === 'number' && years > 1 ? `Of the last ${years} years.` : undefined,
    least > 1 ? `At least ${least} files.` : undefined,
    `Send ${listOf(acceptedKinds(row))}, at most 30 MB each.`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}
