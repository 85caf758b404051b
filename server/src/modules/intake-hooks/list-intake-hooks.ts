import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type IntakeHook, intakeHookSchema, selectIntakeHooks, visibleHooks } from './intake-hook.ts';

/** A page of intake hooks, newest first, without their addresses. Raises `invalid_input` for a cursor that is none. */
export async function listIntakeHooks(ctx: Ctx, query: ListQuery): Promise<Page<IntakeHook>> {
  requireScope(ctx, 'keys:write');
  const start = pageStart(query);
  const rows = await transaction(ctx, (tctx) => {
    const { tx, workspace } = tctx;
    return selectIntakeHooks(
      tx,
      tx`where h.workspace_id = ${workspace.id} and h.id < ${start} ${visibleHooks(tctx)}
        order by h.id desc limit ${query.limit + 1}`,
    );
  });
  return toPage(rows, query.limit);
}

export const listIntakeHooksOperation = defineOperation({
  operationId: 'listIntakeHooks',
  method: 'GET',
  path: '/v1/intake-hooks',
  tag: 'Intake hooks',
  summary: 'List intake hooks',
  description: 'Newest first, without their addresses.',
  auth: 'key',
  scope: 'keys:write',
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of hooks.', schema: pageSchema(intakeHookSchema) },
  handle: (ctx: Ctx, { query }) => listIntakeHooks(ctx, query),
});
