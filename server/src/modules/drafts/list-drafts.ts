import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Draft, draftSchema, selectDrafts } from './draft.ts';

export const listDraftsQuery = z.strictObject({ ...listQuery, leadId: z.uuid().optional() });

/** A page of the drafts that wait for approval, newest first. Raises `invalid_input` for a cursor that is none. */
export async function listDrafts(ctx: Ctx, query: z.infer<typeof listDraftsQuery>): Promise<Page<Draft>> {
  requireScope(ctx, 'conversations:read');
  const start = pageStart(query);
  const { leadId } = query;
  const rows = await transaction(ctx, ({ tx, workspace, isTest }) =>
    selectDrafts(
      tx,
      tx`where m.workspace_id = ${workspace.id} and m.id < ${start} and m.status = 'awaiting_approval'
        and m.kind = 'draft' and l.is_test = ${isTest} and l.deleted_at is null
        ${leadId === undefined ? tx`` : tx`and m.lead_id = ${leadId}`}
        order by m.id desc limit ${query.limit + 1}`,
    ),
  );
  return toPage(rows, query.limit);
}

export const listDraftsOperation = defineOperation({
  operationId: 'listDrafts',
  method: 'GET',
  path: '/v1/drafts',
  tag: 'Drafts',
  summary: 'List the drafts that wait',
  description:
    'Of agents that listen: what they would say, newest first. A conversation has one for each purpose at most: an answer, an attempt, a reminder.',
  auth: 'key',
  scope: 'conversations:read',
  query: listDraftsQuery,
  success: { status: 200, description: 'A page of drafts.', schema: pageSchema(draftSchema) },
  handle: (ctx: Ctx, { query }) => listDrafts(ctx, query),
});
