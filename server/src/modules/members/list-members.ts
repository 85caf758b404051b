import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Member, memberSchema, selectMembers } from './member.ts';

/** A page of members, newest first, those that are inactive too. Raises `invalid_input` for a cursor that is none. */
export async function listMembers(ctx: Ctx, query: ListQuery): Promise<Page<Member>> {
  requireScope(ctx, 'members:read');
  const start = pageStart(query);
  const rows = await transaction(ctx, ({ tx, workspace }) =>
    selectMembers(
      tx,
      tx`where m.workspace_id = ${workspace.id} and m.id < ${start} order by m.id desc limit ${query.limit + 1}`,
    ),
  );
  return toPage(rows, query.limit);
}

export const listMembersOperation = defineOperation({
  operationId: 'listMembers',
  method: 'GET',
  path: '/v1/members',
  tag: 'Members',
  summary: 'List members',
  description: 'Newest first, those that are inactive too.',
  auth: 'key',
  scope: 'members:read',
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of members.', schema: pageSchema(memberSchema) },
  handle: (ctx: Ctx, { query }) => listMembers(ctx, query),
});
