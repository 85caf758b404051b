import { isDeepStrictEqual } from 'node:util';
import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { type WorkflowDefinition, workflowSchema } from '../../engagement/workflow/definition.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { insertAgent, replaceAgentIdentity } from '../agents/index.ts';
import { writeChecklist } from './write-checklist.ts';
import { writeStatuses } from './write-statuses.ts';

export interface WrittenWorkflow {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly change: 'created' | 'updated' | 'unchanged';
}

/** Makes the rows of a workflow be as the definition has them, with a new version where it changed. */
export async function writeWorkflow(
  ctx: TxCtx,
  definition: WorkflowDefinition,
  source: string,
): Promise<WrittenWorkflow> {
  const { key } = definition;
  // Two appliers of one key would make one version twice, or the workflow itself.
  await ctx.tx`select pg_advisory_xact_lock(hashtextextended(${`workflows:${ctx.workspace.id}`}, 0))`;
  const current = await readCurrent(ctx, definition);
  if (current?.isSame) return { id: current.id, key, version: current.version, change: 'unchanged' };
  const id = current ? await updateRow(ctx, current, definition) : await insertRow(ctx, definition);
  const version = (current?.version ?? 0) + 1;
  await ctx.tx`
    insert into workflow_versions (workspace_id, workflow_id, version, definition, source, created_at)
    values (${ctx.workspace.id}, ${id}, ${version}, ${ctx.tx.json(asJson(definition))}, ${source}, ${ctx.at})`;
  await writeStatuses(ctx, id, definition.statuses);
  await writeChecklist(ctx, id, definition.checklist);
  return { id, key, version, change: current ? 'updated' : 'created' };
}

interface Current {
  readonly id: string;
  readonly version: number;
  readonly agentId: string;
  readonly definition: unknown;
  readonly isSame: boolean;
}

async function readCurrent({ tx, workspace }: TxCtx, definition: WorkflowDefinition): Promise<Current | undefined> {
  const [row] = await tx<Current[]>`
    select w.id, w.version, w.agent_id, v.definition, v.definition = ${tx.json(asJson(definition))} as is_same
    from workflows w
    join workflow_versions v on v.workspace_id = w.workspace_id and v.workflow_id = w.id and v.version = w.version
    where w.workspace_id = ${workspace.id} and w.key = ${definition.key}`;
  return row;
}

async function insertRow(ctx: TxCtx, { key, name, description, goal, agent }: WorkflowDefinition): Promise<string> {
  const agentId = await insertAgent(ctx, agent);
  const id = ctx.newId(ctx.at);
  const createdAt = timeOfId(id);
  await ctx.tx`
    insert into workflows (workspace_id, id, key, name, description, goal, agent_id, version, created_at, updated_at)
    values (${ctx.workspace.id}, ${id}, ${key}, ${name}, ${description ?? null}, ${goal}, ${agentId}, 1,
      ${createdAt}, ${createdAt})`;
  return id;
}

async function updateRow(ctx: TxCtx, current: Current, definition: WorkflowDefinition): Promise<string> {
  const { name, description, goal, agent } = definition;
  // What was changed of the agent by API stays until the file says something else about it.
  const before = workflowSchema.pick({ agent: true }).loose().safeParse(current.definition);
  if (!isDeepStrictEqual(before.data?.agent, agent)) await replaceAgentIdentity(ctx, current.agentId, agent);
  await ctx.tx`
    update workflows set name = ${name}, description = ${description ?? null}, goal = ${goal},
      version = version + 1, updated_at = ${ctx.at}
    where workspace_id = ${ctx.workspace.id} and id = ${current.id}`;
  return current.id;
}
