import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { lengthOfVariable, MAX_VARIABLES_LENGTH } from './variable-room.ts';

/** The ids of what changed hands, by table, and what else a merge did to rows: enough to undo it. */
export interface MovedRows {
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** Keys of the variables that moved: what is learned for them from then on moves back too. */
  readonly keys: readonly string[];
  /** Runs that were stopped because the survivor has one in the same workflow, or has opted out. */
  readonly stoppedRuns: readonly string[];
  /** What pointed to a run that stayed behind, and to which. */
  readonly rerouted: readonly Rerouted[];
  /** Untouched items of the survivor that gave way to the merged lead's, which had come further. */
  readonly replacedItems: readonly ReplacedItem[];
  readonly silencedConversations: readonly string[];
  readonly silencedRuns: readonly string[];
  /** When the survivor was opted out because the merged lead was; null where it was not. */
  readonly optedOutAt: string | null;
}
export type Silenced = Pick<MovedRows, 'silencedConversations' | 'silencedRuns'>;
interface Rerouted {
  readonly table: 'conversations' | 'appointments';
  readonly id: string;
  readonly runId: string;
}
interface ReplacedItem {
  readonly id: string;
  readonly checklistItemId: string;
  readonly createdAt: string;
}

export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Tables whose rows move with the lead whatever the other has. Timers before stimuli, which they become: so do firings. */
export const wholeTables = [
  'conversations',
  'messages',
  'calls',
  'appointments',
  'documents',
  'action_logs',
  'consents',
  'timers',
  'stimuli',
  'notifications',
] as const;

/**
 * Gives everything of one lead to another; the caller holds both locks. What the other has already stays behind:
 * variables of the same key, or all where both have more than one may hold, checklist items of the same kind, what the
 * same automation did, an active run in the same workflow, which is stopped. Events stay: they are history.
 */
export async function moveRows(ctx: TxCtx, move: Move): Promise<Omit<MovedRows, keyof Silenced | 'optedOutAt'>> {
  const { tx, workspace } = ctx;
  const { from, to } = move;
  await writeCollected(tx);
  const { stoppedRuns, rerouted } = await stopDoubleRuns(ctx, move);
  const replacedItems = await replaceUntouchedItems(ctx, move);
  const firings = await moveFirings(ctx, move);
  const ids: Record<string, string[]> = {};
  for (const table of wholeTables) {
    const rows = await tx<{ id: string }[]>`
      update ${tx(table)} set lead_id = ${to} where workspace_id = ${workspace.id} and lead_id = ${from} returning id`;
    ids[table] = rows.map(({ id }) => id);
  }
  const runs = await tx<{ id: string }[]>`
    update runs set lead_id = ${to}
    where workspace_id = ${workspace.id} and lead_id = ${from} and not (id = any (${stoppedRuns}::uuid[])) returning id`;
  const variables = await tx<{ id: string; key: string }[]>`
    update variables set lead_id = ${to}
    where workspace_id = ${workspace.id} and lead_id = ${from} and key not in (
      select key from variables where workspace_id = ${workspace.id} and lead_id = ${to})
      and (
        select sum(${lengthOfVariable(tx)}) from variables v
        where v.workspace_id = ${workspace.id} and (v.lead_id = ${to} or (v.lead_id = ${from} and v.key not in (
          select key from variables where workspace_id = ${workspace.id} and lead_id = ${to})))
      ) <= ${MAX_VARIABLES_LENGTH}
    returning id, key`;
  const keys = variables.map(({ key }) => key);
  const changes = await tx<{ id: string }[]>`
    update variable_changes set lead_id = ${to}
    where workspace_id = ${workspace.id} and lead_id = ${from} and key = any (${keys}::text[]) returning id`;
  const items = await moveItems(ctx, move);
  const moved = {
    runs,
    variables,
    variable_changes: changes,
    lead_checklist_items: items,
    automation_firings: firings,
  };
  for (const [table, rows] of Object.entries(moved)) ids[table] = rows.map(({ id }) => id);
  return { ids, keys, stoppedRuns, rerouted, replacedItems };
}

/** Stops active runs in workflows where the other has one too, and points what hung on them to that one. */
async function stopDoubleRuns(ctx: TxCtx, { from, to }: Move): Promise<Pick<MovedRows, 'stoppedRuns' | 'rerouted'>> {
  const { tx, at, workspace } = ctx;
  const doubles = await tx<{ runId: string; other: string }[]>`
    select mine.id as run_id, theirs.id as other from runs mine
    join runs theirs on theirs.workspace_id = mine.workspace_id and theirs.workflow_id = mine.workflow_id
      and theirs.lead_id = ${to} and theirs.is_active
    where mine.workspace_id = ${workspace.id} and mine.lead_id = ${from} and mine.is_active`;
  const rerouted: Rerouted[] = [];
  for (const { runId, other } of doubles) {
    await tx`
      update runs set run_status = 'cancelled', is_active = false, ended_at = ${at}, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = ${runId}`;
    for (const table of ['conversations', 'appointments'] as const) {
      const rows = await tx<{ id: string }[]>`
        update ${tx(table)} set run_id = ${other} where workspace_id = ${workspace.id} and run_id = ${runId} returning id`;
      rerouted.push(...rows.map(({ id }) => ({ table, id, runId })));
    }
  }
  return { stoppedRuns: doubles.map(({ runId }) => runId), rerouted };
}

/** The survivor's items to which nothing was done yet, where the merged lead has done something, give way to those. */
async function replaceUntouchedItems({ tx, workspace }: TxCtx, { from, to }: Move): Promise<ReplacedItem[]> {
  const rows = await tx<{ id: string; checklistItemId: string; createdAt: Date }[]>`
    delete from lead_checklist_items i
    where i.workspace_id = ${workspace.id} and i.lead_id = ${to} and i.checklist_item_id is not null
      and i.status = 'todo' and i.value is null and i.item_override is null
      and not exists (
        select from checklist_item_documents d where d.workspace_id = i.workspace_id and d.lead_checklist_item_id = i.id)
      and exists (
        select from lead_checklist_items o
        where o.workspace_id = i.workspace_id and o.lead_id = ${from} and o.checklist_item_id = i.checklist_item_id
          and (o.status <> 'todo' or o.value is not null))
    returning i.id, i.checklist_item_id, i.created_at`;
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** An item of a lead's own stays where the other lead has an item of its code, of whatever origin. */
function moveItems({ tx, workspace }: TxCtx, { from, to }: Move): Promise<{ id: string }[]> {
  return tx<{ id: string }[]>`
    update lead_checklist_items i set lead_id = ${to}
    where i.workspace_id = ${workspace.id} and i.lead_id = ${from} and not exists (
      select from lead_checklist_items o
      left join checklist_items c on c.workspace_id = o.workspace_id and c.id = o.checklist_item_id
      where o.workspace_id = i.workspace_id and o.lead_id = ${to}
        and (o.checklist_item_id = i.checklist_item_id or coalesce(o.code, c.code) = i.code))
    returning i.id`;
}

/** A firing that was skipped is as if it had never been: it gives way to one that was not. */
async function moveFirings({ tx, workspace }: TxCtx, { from, to }: Move): Promise<{ id: string }[]> {
  await tx`
    delete from automation_firings f
    where f.workspace_id = ${workspace.id} and f.lead_id = ${to} and f.state = 'skipped' and exists (
      select from automation_firings o
      where o.workspace_id = f.workspace_id and o.lead_id = ${from} and o.automation_id = f.automation_id
        and o.state <> 'skipped')`;
  return tx<{ id: string }[]>`
    update automation_firings f set lead_id = ${to}
    where f.workspace_id = ${workspace.id} and f.lead_id = ${from} and not exists (
      select from automation_firings o
      where o.workspace_id = f.workspace_id and o.lead_id = ${to} and o.automation_id = f.automation_id)
    returning f.id`;
}
