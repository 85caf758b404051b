import type { TxCtx } from '../db/database.ts';

/**
 * Waits until the engine has done with the stimulus of a lead that it is at, and keeps the others from it to the end
 * of the transaction. The engine locks a stimulus and then its lead: who removes a lead with its stimuli calls this
 * before locking the lead, or the two would wait for each other.
 */
export async function holdStimuli({ tx, workspace }: TxCtx, leadId: string): Promise<void> {
  await tx`select id from stimuli where workspace_id = ${workspace.id} and lead_id = ${leadId} order by id for update`;
}
