import type { TxCtx } from '../../db/database.ts';
import { type Move, type MovedRows, wholeTables } from './move-rows.ts';

interface GivingBack {
  readonly move: Move;
  readonly moved: MovedRows;
  /** When they were merged: what was learned since for a variable that moved goes back with it. */
  readonly createdAt: Date;
  /** A person has taken the survivor since: what fell silent stays so. */
  readonly staysSilent: boolean;
}

/**
 * Undoes `moveRows` for what is still with the survivor: the rows that moved, and what came to be in the conversations
 * and for the variables among them. Both leads are locked.
 */
export async function giveBackRows(ctx: TxCtx, { move, moved, createdAt, staysSilent }: GivingBack): Promise<void> {
  const { tx, workspace } = ctx;
  const { from, to } = move;
  const conversations = [...(moved.ids.conversations ?? [])];
  for (const table of ['runs', 'variables', 'lead_checklist_items', 'automation_firings'] as const) {
    const ids = [...(moved.ids[table] ?? [])];
    await tx`
      update ${tx(table)} set lead_id = ${to}
      where workspace_id = ${workspace.id} and lead_id = ${from} and id = any (${ids}::uuid[])`;
  }
  for (const table of wholeTables) {
    const ids = [...(moved.ids[table] ?? [])];
    await tx`
      update ${tx(table)} set lead_id = ${to}
      where workspace_id = ${workspace.id} and lead_id = ${from}
        and (id = any (${ids}::uuid[]) ${ofConversations(ctx, table, conversations)} ${ofFirings(ctx, table, moved)})`;
  }
  await tx`
    update variable_changes set lead_id = ${to}
    where workspace_id = ${workspace.id} and lead_id = ${from} and key = any (${[...moved.keys]}::text[])
      and (id = any (${[...(moved.ids.variable_changes ?? [])]}::uuid[]) or created_at > ${createdAt})`;
  await restoreItems(ctx, from, moved);
  await restoreRuns(ctx, to, moved);
  if (!staysSilent) await unsilence(ctx, moved);
}

/** What names a conversation that goes back goes back with it, also where it is newer than the merge. */
function ofConversations({ tx }: TxCtx, table: (typeof wholeTables)[number], conversations: string[]) {
  switch (table) {
    case 'messages':
    case 'calls':
    case 'appointments':
    case 'action_logs':
      return tx`or conversation_id = any (${conversations}::uuid[])`;
    case 'stimuli':
    case 'timers':
      return tx`or payload ->> 'conversationId' = any (${conversations}::text[])`;
    default:
      return tx``;
  }
}

/** What an automation was to do for the lead, and is in line, goes back with its firing. */
function ofFirings({ tx }: TxCtx, table: (typeof wholeTables)[number], { ids }: MovedRows) {
  if (table !== 'stimuli') return tx``;
  return tx`or payload ->> 'firingId' = any (${[...(ids.automation_firings ?? [])]}::text[])`;
}

async function restoreItems({ tx, at, workspace }: TxCtx, leadId: string, { replacedItems }: MovedRows): Promise<void> {
  const rows = replacedItems.map((item) => ({ workspaceId: workspace.id, leadId, ...item, updatedAt: at }));
  if (rows.length > 0) await tx`insert into lead_checklist_items ${tx(rows)} on conflict do nothing`;
}

/** Runs that the merge stopped go on, unless their lead has opted out or has another in the workflow. */
async function restoreRuns({ tx, at, workspace }: TxCtx, leadId: string, moved: MovedRows): Promise<void> {
  for (const { table, id, runId } of moved.rerouted) {
    await tx`update ${tx(table)} set run_id = ${runId} where workspace_id = ${workspace.id} and id = ${id} and lead_id = ${leadId}`;
  }
  await tx`
    update runs r set run_status = 'running', is_active = true, ended_at = null, updated_at = ${at}
    where r.workspace_id = ${workspace.id} and r.lead_id = ${leadId} and r.run_status = 'cancelled'
      and r.id = any (${[...moved.stoppedRuns]}::uuid[])
      and not exists (
        select from leads l where l.workspace_id = r.workspace_id and l.id = r.lead_id and l.opted_out_at is not null)
      and not exists (
        select from runs o where o.workspace_id = r.workspace_id and o.lead_id = r.lead_id
          and o.workflow_id = r.workflow_id and o.is_active)`;
}

/** What fell silent only because the two were one speaks again, unless a person has taken it by name. */
async function unsilence({ tx, at, workspace }: TxCtx, moved: MovedRows): Promise<void> {
  await tx`
    update conversations set owner = 'agent', updated_at = ${at}
    where workspace_id = ${workspace.id} and id = any (${[...moved.silencedConversations]}::uuid[])
      and owner = 'person' and owner_member_id is null`;
  await tx`
    update runs set human_takeover = false, updated_at = ${at}
    where workspace_id = ${workspace.id} and id = any (${[...moved.silencedRuns]}::uuid[])`;
}
