import type { TxCtx } from '../../db/database.ts';

/** Stops what was to be said to leads and is not under way yet: drafts, follow-ups, what waits to be delivered. */
export async function cancelUndelivered({ tx, workspace }: TxCtx, ...leadIds: string[]): Promise<void> {
  await tx`
    update messages set status = 'cancelled'
    where workspace_id = ${workspace.id} and status in ('awaiting_approval', 'scheduled', 'queued')
      and conversation_id in (select id from conversations where workspace_id = ${workspace.id} and lead_id = any (${leadIds}))`;
}
