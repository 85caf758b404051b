import { z } from 'zod';
import type { Tx } from '../../db/database.ts';
import { statusCategories } from '../../engagement/workflow/definition.ts';

const time = z.iso.datetime();

export const workflowSummarySchema = z
  .object({
    id: z.uuid(),
    key: z.string().describe('Its name in links and in files.'),
    name: z.string(),
    description: z.string().nullable(),
    goal: z.enum(['appointment', 'qualification', 'collection']),
    version: z.int().describe('Rises with each change; a lead keeps the version it began with.'),
    isDefault: z.boolean().describe('Whether leads that name no workflow go into it.'),
    isPaused: z.boolean(),
    agent: z.object({ id: z.uuid(), name: z.string(), role: z.string() }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'WorkflowSummary' });
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>;

export const workflowViewSchema = workflowSummarySchema
  .extend({
    statuses: z.array(
      z.object({
        id: z.uuid().describe('The same in every version.'),
        key: z.string(),
        label: z.string(),
        category: z.enum(statusCategories),
        flags: z.array(z.string()),
      }),
    ),
    definition: z
      .record(z.string(), z.unknown())
      .describe('All of the newest version, defaults filled in; docs/workflow.schema.json describes it.'),
    source: z.string().describe('The newest version as it was written.'),
  })
  .meta({ id: 'Workflow' });
export type WorkflowView = z.infer<typeof workflowViewSchema>;

interface SummaryRow extends Omit<WorkflowSummary, 'agent' | 'createdAt' | 'updatedAt'> {
  readonly agentId: string;
  readonly agentName: string;
  readonly agentRole: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Workflows that fit `condition` (a `where` over `w`, and what follows it), without their definitions. */
export async function selectWorkflows(tx: Tx, condition: ReturnType<Tx>): Promise<WorkflowSummary[]> {
  const rows = await tx<SummaryRow[]>`
    select w.id, w.key, w.name, w.description, w.goal, w.version, w.is_paused, w.created_at, w.updated_at,
      coalesce(w.id = s.default_workflow_id, false) as is_default,
      a.id as agent_id, a.name as agent_name, a.role as agent_role
    from workflows w
    join workspaces s on s.id = w.workspace_id
    join agents a on a.workspace_id = w.workspace_id and a.id = w.agent_id
    ${condition}`;
  return rows.map(({ agentId, agentName, agentRole, createdAt, updatedAt, ...row }) => ({
    ...row,
    agent: { id: agentId, name: agentName, role: agentRole },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }));
}
