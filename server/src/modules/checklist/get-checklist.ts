import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { pageSchema } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { selectDocuments } from '../documents/index.ts';
import { leadParams, requireLead } from '../leads/index.ts';
import {
  type ChecklistGroup,
  type ChecklistItem,
  checklistGroupSchema,
  selectItems,
  selectValues,
  toGroups,
} from './checklist.ts';

/** A lead's checklist in groups; none where its workflows ask for nothing. Raises `not_found`. */
export async function getChecklist(ctx: Ctx, { leadId }: { leadId: string }): Promise<ChecklistGroup[]> {
  requireScope(ctx, 'leads:read');
  return transaction(ctx, async (tctx) => {
    const [groups] = await Promise.all([readChecklist(tctx, leadId), requireLead(tctx, leadId)]);
    return groups;
  });
}

async function readChecklist(ctx: TxCtx, leadId: string): Promise<ChecklistGroup[]> {
  const [rows, documents, values] = await Promise.all([
    selectItems(ctx, leadId),
    selectDocuments(ctx, leadId),
    selectValues(ctx, leadId),
  ]);
  return toGroups(rows, documents, values);
}

/** For verbs that answer with the item they wrote. */
export async function readItem(ctx: TxCtx, leadId: string, itemId: string): Promise<ChecklistItem> {
  const groups = await readChecklist(ctx, leadId);
  const item = groups.flatMap(({ items }) => items).find(({ id }) => id === itemId);
  if (!item) throw notFound('checklist item');
  return item;
}

export const getChecklistOperation = defineOperation({
  operationId: 'getChecklist',
  method: 'GET',
  path: '/v1/leads/{leadId}/checklist',
  tag: 'Checklist',
  summary: "Get a lead's checklist",
  description:
    "Groups in the workflow's order, all in one page. Items that were added for this lead alone stand in a last group, which bears the lead's id.",
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  success: { status: 200, description: 'The groups.', schema: pageSchema(checklistGroupSchema) },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) => ({ data: await getChecklist(ctx, params), nextCursor: null }),
});
