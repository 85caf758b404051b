import { type Ctx, type Database, type Tx, type TxCtx, transaction } from '../../db/database.ts';
import { type WorkflowDefinition, type WorkflowStatus, workflowSchema } from '../../engagement/workflow/definition.ts';
import { notFound } from '../../kernel/errors.ts';
import { isUuid } from '../../kernel/ids.ts';

/** A workflow as the engine uses it: one version of its definition, with the ids that rows refer to. */
export interface LoadedWorkflow {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly version: number;
  readonly isPaused: boolean;
  readonly definition: WorkflowDefinition;
  /** Whose it is now, whatever the version. */
  readonly agentId: string;
  /** By status key, in the definition's order. The ids are the same in every version. */
  readonly statuses: ReadonlyMap<string, LoadedStatus>;
  /** Ids of this version's checklist items, in its order. */
  readonly checklistItemIds: readonly string[];
}

type LoadedStatus = WorkflowStatus & { readonly id: string };

/** Which workflow: by its id or key; the newest version unless one is named. */
export type WorkflowChoice = ({ readonly workflowId: string } | { readonly key: string }) & {
  readonly version?: number;
};

/**
 * A workflow for the verbs of other modules, which check their own scope. What never changes is kept in memory, so
 * that a known version costs one round trip. Raises `not_found` for an unknown workflow or version.
 */
export async function loadWorkflow(ctx: Ctx, choice: WorkflowChoice): Promise<LoadedWorkflow> {
  const found = await transaction(ctx, (tctx) =>
    load(tctx, choice.version, ({ tx }) =>
      'key' in choice ? tx`w.key = ${choice.key}` : tx`w.id = ${choice.workflowId}`,
    ),
  );
  if (!found) throw notFound('workflow');
  return found;
}

/** One version's definition, without a statement where it is known. Raises `not_found`. */
export async function loadDefinition(
  ctx: TxCtx,
  { workflowId, version }: { readonly workflowId: string; readonly version: number },
): Promise<WorkflowDefinition> {
  return (await loadVersion(ctx, workflowId, version)).definition;
}

/**
 * The workflow by its key or id as people write it, or the workspace's default where nothing is wanted: undefined if
 * it has none. Raises `not_found` for one that is wanted and unknown.
 */
export async function findWorkflow(ctx: Ctx, wanted?: string | undefined): Promise<LoadedWorkflow | undefined> {
  if (wanted !== undefined) return loadWorkflow(ctx, isUuid(wanted) ? { workflowId: wanted } : { key: wanted });
  return transaction(ctx, (tctx) =>
    load(
      tctx,
      undefined,
      ({ tx, workspace }) => tx`w.id = (select default_workflow_id from workspaces where id = ${workspace.id})`,
    ),
  );
}

/**
 * The workflow that an agent works by: the workspace's default where that is this agent's, else the newest of its own.
 * Undefined for an agent that has none.
 */
export function findWorkflowOfAgent(ctx: Ctx, agentId: string): Promise<LoadedWorkflow | undefined> {
  return transaction(ctx, (tctx) =>
    load(
      tctx,
      undefined,
      ({ tx, workspace }) => tx`w.id = (
        select o.id from workflows o join workspaces s on s.id = o.workspace_id
        where o.workspace_id = ${workspace.id} and o.agent_id = ${agentId}
        order by o.id = s.default_workflow_id desc nulls last, o.id desc limit 1)`,
    ),
  );
}

async function load(
  ctx: TxCtx,
  version: number | undefined,
  which: (ctx: TxCtx) => ReturnType<Tx>,
): Promise<LoadedWorkflow | undefined> {
  const { tx, workspace } = ctx;
  const [row] = await tx<WorkflowRow[]>`
    select w.id, w.key, w.name, w.version, w.is_paused, w.agent_id
    from workflows w where w.workspace_id = ${workspace.id} and ${which(ctx)}`;
  if (!row) return undefined;
  const wanted = version ?? row.version;
  return { ...row, version: wanted, ...(await loadVersion(ctx, row.id, wanted)) };
}

/** What never changes of a version. */
type Version = Pick<LoadedWorkflow, 'definition' | 'statuses' | 'checklistItemIds'>;
type WorkflowRow = Omit<LoadedWorkflow, keyof Version>;

const MOST_CACHED = 200;
const caches = new WeakMap<Database, Map<string, Version>>();

async function loadVersion(ctx: TxCtx, workflowId: string, version: number): Promise<Version> {
  const cache = cacheOf(ctx.db);
  const place = `${ctx.workspace.id}/${workflowId}/${version}`;
  const known = cache.get(place);
  if (known) return known;
  const loaded = await readVersion(ctx, workflowId, version);
  // Only what was committed: a version of a transaction that is rolled back never was.
  ctx.afterCommit(() => {
    if (cache.size >= MOST_CACHED) cache.clear();
    cache.set(place, loaded);
  });
  return loaded;
}

async function readVersion({ tx, workspace }: TxCtx, workflowId: string, version: number): Promise<Version> {
  const [[row], statusRows, itemRows] = await Promise.all([
    tx<{ definition: unknown }[]>`
      select definition from workflow_versions
      where workspace_id = ${workspace.id} and workflow_id = ${workflowId} and version = ${version}`,
    tx<{ id: string; key: string }[]>`
      select id, key from workflow_statuses where workspace_id = ${workspace.id} and workflow_id = ${workflowId}`,
    tx<{ id: string; key: string }[]>`
      select id, code as key from checklist_items where workspace_id = ${workspace.id} and workflow_id = ${workflowId}`,
  ]);
  if (!row) throw notFound('workflow');
  // Read through the schema: a version stored by an older Foyer gets the defaults that came since.
  const definition = workflowSchema.parse(row.definition);
  const idOfStatus = finder(statusRows);
  const idOfItem = finder(itemRows);
  const statuses = definition.statuses.map(
    (status) => [status.key, { ...status, id: idOfStatus(status.key) }] as const,
  );
  const items = definition.checklist.flatMap((group) => group.items);
  return { definition, statuses: new Map(statuses), checklistItemIds: items.map(({ code }) => idOfItem(code)) };
}

function finder(rows: readonly { readonly id: string; readonly key: string }[]): (key: string) => string {
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  return (key) => {
    const id = ids.get(key);
    if (id === undefined) throw new Error(`${key} of a workflow has no row`);
    return id;
  };
}

function cacheOf(db: Database): Map<string, Version> {
  const cache = caches.get(db) ?? new Map<string, Version>();
  caches.set(db, cache);
  return cache;
}
