import type { TxCtx } from '../../db/database.ts';

/**
 * After an automation was made, changed or removed: whether the workspace's events are looked at. Where they were not,
 * looking begins at the last one. Two statements, so that the second sees what whoever held the row before has written.
 */
export async function settleCursor({ tx, at, workspace }: TxCtx): Promise<void> {
  await tx`
    insert into automation_cursors as c (workspace_id, seq, is_at_work, looked_at)
    select w.id, w.last_event_seq, false, ${at}::timestamptz from workspaces w where w.id = ${workspace.id}
    on conflict (workspace_id) do update set is_at_work = c.is_at_work`;
  await tx`
    update automation_cursors c set
      is_at_work = exists (select from automations a where a.workspace_id = c.workspace_id and not a.is_paused),
      seq = case when c.is_at_work then c.seq else w.last_event_seq end
    from workspaces w where c.workspace_id = ${workspace.id} and w.id = c.workspace_id`;
}
