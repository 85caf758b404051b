import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Agent, agentSchema, selectAgents } from './agent.ts';

/** One agent. Raises `not_found`, also for another workspace's. */
export async function getAgent(ctx: Ctx, { agentId }: { agentId: string }): Promise<Agent> {
  requireScope(ctx, 'workflows:read');
  return transaction(ctx, (tctx) => readAgent(tctx, agentId));
}

/** For verbs that answer with the agent they wrote. */
export async function readAgent({ tx, workspace }: TxCtx, agentId: string): Promise<Agent> {
  const [found] = await selectAgents(tx, tx`where a.workspace_id = ${workspace.id} and a.id = ${agentId}`);
  if (!found) throw notFound('agent');
  return found;
}

export const agentParams = z.strictObject({ agentId: z.uuid().describe("The agent's id.") });

export const getAgentOperation = defineOperation({
  operationId: 'getAgent',
  method: 'GET',
  path: '/v1/agents/{agentId}',
  tag: 'Agents',
  summary: 'Get an agent',
  auth: 'key',
  scope: 'workflows:read',
  params: agentParams,
  success: { status: 200, description: 'The agent.', schema: agentSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getAgent(ctx, params),
});
