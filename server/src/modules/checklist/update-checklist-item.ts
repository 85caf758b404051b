import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { lockLead, settleChecklist, touchLead } from '../leads/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { checkInput } from './check-input.ts';
import { type ChecklistItem, checklistItemSchema, selectItems } from './checklist.ts';
import { readItem } from './get-checklist.ts';
import { type ItemChange, itemChangeFields, writeItem } from './write-item.ts';

const itemParams = z.strictObject({ leadId: z.uuid(), itemId: z.uuid() });

const itemChangeSchema = z
  .strictObject(itemChangeFields)
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Give a value or a status.');

/** Sets an item's value or status. Raises `not_found`, `invalid_input`. */
export async function updateChecklistItem(
  ctx: Ctx,
  { leadId, itemId, change }: z.infer<typeof itemParams> & { change: ItemChange },
): Promise<ChecklistItem> {
  requireScope(ctx, 'leads:write');
  checkInput(itemChangeSchema, change);
  return transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    const row = (await selectItems(tctx, leadId)).find(({ id }) => id === itemId);
    if (!row) throw notFound('checklist item');
    await writeItem(tctx, row, change, []);
    await settleChecklist(tctx, leadId);
    await Promise.all([
      recordAudit(tctx, { verb: 'updateChecklistItem', objectType: 'lead', objectId: leadId, changed: [row.code] }),
      touchLead(tctx, leadId),
    ]);
    return readItem(tctx, leadId, itemId);
  });
}

export const updateChecklistItemOperation = defineOperation({
  operationId: 'updateChecklistItem',
  method: 'PATCH',
  path: '/v1/leads/{leadId}/checklist-items/{itemId}',
  tag: 'Checklist',
  summary: "Update an item of a lead's checklist",
  description:
    "The value of an item that a workflow's field stands for is that field's variable: setting one sets the other.",
  auth: 'key',
  scope: 'leads:write',
  params: itemParams,
  body: itemChangeSchema,
  success: { status: 200, description: 'The item as it is now.', schema: checklistItemSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, body }) => updateChecklistItem(ctx, { ...params, change: body }),
});
