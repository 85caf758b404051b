import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { lockLead, settleChecklist, touchLead } from '../leads/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { checkInput } from './check-input.ts';
import { selectItems } from './checklist.ts';
import { itemChangeFields, writeItem } from './write-item.ts';

const itemsByCode = z
  .array(z.strictObject({ code: z.string().min(1).max(100).describe('In any case.'), ...itemChangeFields }))
  .max(500);
export type ItemByCode = Readonly<z.infer<typeof itemsByCode>[number]>;

/**
 * Sets values and statuses of several items, all or none. Raises `not_found` for the lead, `invalid_input` that names
 * every unknown code, and the first value that its type refuses, under `path`. `isTold` false where the caller's own
 * line of the timeline tells of it.
 */
export async function setChecklistItems(
  ctx: Ctx,
  {
    leadId,
    items,
    path = ['checklistItems'],
    isTold = true,
  }: { leadId: string; items: readonly ItemByCode[]; path?: readonly string[]; isTold?: boolean },
): Promise<void> {
  requireScope(ctx, 'leads:write');
  checkInput(itemsByCode, [...items], path);
  await transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    const rows = await selectItems(tctx, leadId);
    const rowsOf = ({ code }: ItemByCode) => rows.filter((row) => row.code.toLowerCase() === code.toLowerCase());
    const unknown = items.flatMap((item, index) =>
      rowsOf(item).length === 0
        ? [
            {
              path: [...path, index, 'code'],
              message: `This lead's checklist has no item ${JSON.stringify(item.code)}.`,
            },
          ]
        : [],
    );
    if (unknown.length > 0) throw invalidInput('Some items are not on the checklist.', unknown);
    for (const [index, item] of items.entries()) {
      for (const row of rowsOf(item)) await writeItem(tctx, row, item, [...path, index], isTold);
    }
    await settleChecklist(tctx, leadId);
    const changed = items.map(({ code }) => code);
    await Promise.all([
      recordAudit(tctx, { verb: 'setChecklistItems', objectType: 'lead', objectId: leadId, changed }),
      touchLead(tctx, leadId),
    ]);
  });
}
