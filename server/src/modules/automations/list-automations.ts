import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Automation, automationSchema, selectAutomations, visibleAutomations } from './automation.ts';

/** A page of automations, newest first. Raises `invalid_input` for a cursor that is none. */
export async function listAutomations(ctx: Ctx, query: ListQuery): Promise<Page<Automation>> {
  requireScope(ctx, 'workflows:read');
  const start = pageStart(query);
  const rows = await transaction(ctx, (tctx) => {
    const { tx, workspace } = tctx;
    return selectAutomations(
      tx,
      tx`where a.workspace_id = ${workspace.id} and a.id < ${start} ${visibleAutomations(tctx)}
        order by a.id desc limit ${query.limit + 1}`,
    );
  });
  return toPage(rows, query.limit);
}

export const listAutomationsOperation = defineOperation({
  operationId: 'listAutomations',
  method: 'GET',
  path: '/v1/automations',
  tag: 'Automations',
  summary: 'List automations',
  description: 'Newest first. A test key sees those for test leads.',
  auth: 'key',
  scope: 'workflows:read',
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of automations.', schema: pageSchema(automationSchema) },
  handle: (ctx: Ctx, { query }) => listAutomations(ctx, query),
});
