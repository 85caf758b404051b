import { z } from 'zod';
import type { Tx } from '../../db/database.ts';

export const tones = ['friendly', 'formal', 'brief'] as const;
export const autonomies = ['autopilot', 'listen'] as const;

export const agentSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role: z.string().describe('Read in "I am Mia, {role}".'),
    tone: z.enum(tones),
    language: z.string().describe('BCP 47.'),
    greeting: z.string().nullable().describe('The first words; null lets the agent word them itself.'),
    autonomy: z
      .enum(autonomies)
      .describe('autopilot: it speaks. listen: what it would say and do waits as a draft for approval.'),
    disclosesAssistant: z.boolean().describe('Whether it says that it is an assistant.'),
    isDefault: z.boolean().describe("Whether it speaks where a lead is in no workflow: the workspace's own agent."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Agent' });
export type Agent = z.infer<typeof agentSchema>;

interface AgentRow extends Omit<Agent, 'createdAt' | 'updatedAt'> {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Agents that fit `condition` (a `where` over `a`, and what follows it), as the API shows them. */
export async function selectAgents(tx: Tx, condition: ReturnType<Tx>): Promise<Agent[]> {
  const rows = await tx<AgentRow[]>`
    select a.id, a.name, a.role, a.tone, a.language, a.greeting, a.autonomy, a.discloses_assistant,
      a.id = w.default_agent_id as is_default, a.created_at, a.updated_at
    from agents a join workspaces w on w.id = a.workspace_id
    ${condition}`;
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}
