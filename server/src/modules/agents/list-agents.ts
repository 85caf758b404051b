import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Agent, agentSchema, selectAgents } from './agent.ts';

/** A page of agents, newest first. Raises `invalid_input` for a cursor that is none. */
export async function listAgents(ctx: Ctx, query: ListQuery): Promise<Page<Agent>> {
  requireScope(ctx, 'workflows:read');
  const start = pageStart(query);
  const rows = await transaction(ctx, ({ tx }) =>
    selectAgents(
      tx,
      tx`where a.workspace_id = ${ctx.workspace.id} and a.id < ${start} order by a.id desc limit ${query.limit + 1}`,
    ),
  );
  return toPage(rows, query.limit);
}

export const listAgentsOperation = defineOperation({
  operationId: 'listAgents',
  method: 'GET',
  path: '/v1/agents',
  tag: 'Agents',
  summary: 'List agents',
  description: "Newest first: the workspace's own and one for each workflow.",
  auth: 'key',
  scope: 'workflows:read',
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of agents.', schema: pageSchema(agentSchema) },
  handle: (ctx: Ctx, { query }) => listAgents(ctx, query),
});
