import { z } from 'zod';
import type { PortalCtx, TxCtx } from '../../db/database.ts';
import { documentTypes } from '../../engagement/workflow/checklist-schema.ts';
import { conflict, invalidInput, notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { answerItem } from '../checklist/index.ts';
import { canAnswer, type PortalItem, portalItemSchema, readPortal } from './portal.ts';
import { requireAskedItem, withPortalLead } from './portal-lead.ts';

export const portalItemParams = z.strictObject({ itemId: z.uuid() });
const answerBody = z.strictObject({ value: z.string().trim().min(1, 'Fill this in.').max(10_000) });

/**
 * Takes the lead's answer for an item. One that does not fit is kept as `invalid` with its `problem`, for the lead to
 * correct. Raises `not_found`, `invalid_input` for an item that files complete, `conflict` item_settled for one that the
 * team has settled.
 */
export async function answerPortalItem(
  ctx: PortalCtx,
  { itemId, ...given }: { itemId: string; value: string },
): Promise<PortalItem> {
  const { data, error } = answerBody.safeParse(given);
  if (!data)
    throw invalidInput('This cannot be taken.', [{ path: ['value'], message: error.issues[0]?.message ?? '' }]);
  return withPortalLead(ctx, async (tctx, leadId) => {
    const row = await requireAskedItem(tctx, leadId, itemId);
    if (documentTypes.has(row.fieldType)) {
      throw invalidInput('This cannot be taken.', [
        { path: ['value'], message: 'Files complete this item: send them.' },
      ]);
    }
    if (!canAnswer(row)) throw conflict('item_settled', 'This is settled already. Write to us to have it changed.');
    await answerItem(tctx, row, data.value);
    return readPortalItem(tctx, leadId, row.id);
  });
}

/** An item after it was answered, also where its own answer took it off the page. */
export async function readPortalItem(ctx: TxCtx, leadId: string, itemId: string): Promise<PortalItem> {
  const { groups } = await readPortal(ctx, leadId, itemId);
  const item = groups.flatMap(({ items }) => items).find(({ id }) => id === itemId);
  if (!item) throw notFound('checklist item');
  return item;
}

export const answerPortalItemOperation = defineOperation({
  operationId: 'answerPortalItem',
  method: 'PUT',
  path: '/v1/portal/items/{itemId}',
  tag: "A lead's own page",
  summary: 'Answer an item',
  description: 'An answer that does not fit is kept, and the item is `invalid` and says in `problem` what to do.',
  auth: 'portal',
  params: portalItemParams,
  body: answerBody,
  success: { status: 200, description: 'The item as it is now.', schema: portalItemSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: PortalCtx, { params, body }) => answerPortalItem(ctx, { ...params, ...body }),
});
