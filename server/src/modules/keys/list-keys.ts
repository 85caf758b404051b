import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type ApiKey, apiKeySchema, selectKeys } from './api-key.ts';
import { visibleKeys } from './get-key.ts';

/** A page of keys, newest first, revoked ones among them. Raises `invalid_input` for a cursor that is none. */
export async function listKeys(ctx: Ctx, query: ListQuery): Promise<Page<ApiKey>> {
  requireScope(ctx, 'keys:write');
  const start = pageStart(query);
  const rows = await transaction(ctx, (tctx) => {
    const { tx, workspace } = tctx;
    return selectKeys(
      tx,
      tx`where k.workspace_id = ${workspace.id} and k.id < ${start} ${visibleKeys(tctx)}
        order by k.id desc limit ${query.limit + 1}`,
    );
  });
  return toPage(rows, query.limit);
}

export const listKeysOperation = defineOperation({
  operationId: 'listKeys',
  method: 'GET',
  path: '/v1/keys',
  tag: 'Keys',
  summary: 'List API keys',
  description: 'Newest first, revoked and expired ones among them, without their secrets.',
  auth: 'key',
  scope: 'keys:write',
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of keys.', schema: pageSchema(apiKeySchema) },
  handle: (ctx: Ctx, { query }) => listKeys(ctx, query),
});
