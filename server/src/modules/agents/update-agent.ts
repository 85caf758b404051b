import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { type Agent, agentSchema, autonomies, tones } from './agent.ts';
import { agentParams, readAgent } from './get-agent.ts';

const agentChangesSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(120).optional(),
    role: z.string().trim().min(1).max(120).optional().describe('With its article: "the assistant at Studio North".'),
    tone: z.enum(tones).optional(),
    greeting: z.string().trim().min(1).max(1000).nullable().optional().describe('null: the agent words it itself.'),
    autonomy: z.enum(autonomies).optional(),
    disclosesAssistant: z.boolean().optional(),
  })
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Give at least one field to change.');
export type AgentChange = z.infer<typeof agentChangesSchema>;

/** Changes what is given and leaves the rest; the agent speaks so from its next message on. Raises `forbidden` for a test key, `not_found`. */
export async function updateAgent(ctx: Ctx, input: { agentId: string; change: AgentChange }): Promise<Agent> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'An agent');
  const { agentId, change } = input;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const updated = await tx`
      update agents set ${tx({ ...given, updatedAt: at })}
      where workspace_id = ${workspace.id} and id = ${agentId}`;
    if (updated.count === 0) throw notFound('agent');
    recordAudit(tctx, {
      verb: 'updateAgent',
      objectType: 'agent',
      objectId: agentId,
      changed: Object.keys(given),
    });
    return readAgent(tctx, agentId);
  });
}

export const updateAgentOperation = defineOperation({
  operationId: 'updateAgent',
  method: 'PATCH',
  path: '/v1/agents/{agentId}',
  tag: 'Agents',
  summary: 'Update an agent',
  description:
    'Changes what is given. A workflow file that is applied later with another `agent` section sets what that section says; one whose `agent` section is as before leaves the agent as it is. Not with a test key, as live leads talk with the same agent.',
  auth: 'key',
  scope: 'workflows:write',
  params: agentParams,
  body: agentChangesSchema,
  success: { status: 200, description: 'The agent as it is now.', schema: agentSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, body }) => updateAgent(ctx, { ...params, change: body }),
});
