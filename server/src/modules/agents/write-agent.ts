import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import type { Agent } from './agent.ts';

/** What makes an agent: the default one of a workspace, or the one of a workflow file. */
export interface AgentIdentity extends Pick<Agent, 'name' | 'role'> {
  readonly tone?: Agent['tone'];
  readonly language?: string;
  readonly greeting?: string | undefined;
}

/** Makes an agent in the transaction of what needs it, under an id that may be given; returns the id. */
export async function insertAgent(ctx: TxCtx, agent: AgentIdentity & { readonly id?: string }): Promise<string> {
  const id = agent.id ?? ctx.newId(ctx.at);
  const createdAt = timeOfId(id);
  await ctx.tx`
    insert into agents (workspace_id, id, name, role, tone, language, greeting, created_at, updated_at)
    values (${ctx.workspace.id}, ${id}, ${agent.name}, ${agent.role}, ${agent.tone ?? 'friendly'},
      ${agent.language ?? 'en'}, ${agent.greeting ?? null}, ${createdAt}, ${createdAt})`;
  return id;
}

/** Gives an agent another identity; its autonomy and disclosure stay as they are. */
export async function replaceAgentIdentity(ctx: TxCtx, agentId: string, agent: AgentIdentity): Promise<void> {
  await ctx.tx`
    update agents set name = ${agent.name}, role = ${agent.role}, tone = ${agent.tone ?? 'friendly'},
      language = ${agent.language ?? 'en'}, greeting = ${agent.greeting ?? null}, updated_at = ${ctx.at}
    where workspace_id = ${ctx.workspace.id} and id = ${agentId}`;
}
