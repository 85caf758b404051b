import { begin } from '../../db/begin.ts';
import { bindWorkspace } from '../../db/database.ts';
import { reasonOf } from '../../kernel/startup-error.ts';
import type { DeliveryTools } from './delivery-tools.ts';
import type { Claimed } from './hand-over-messages.ts';

const AGAIN_AFTER_MS = 60_000;
const MAX_FAILURES = 5;

/**
 * A delivery that cannot even be looked at must not hold up the others: it is put off for a minute, and after five such
 * tries it has failed.
 */
export async function setAside(tools: DeliveryTools, { workspaceId, id }: Claimed, error: unknown): Promise<void> {
  const at = tools.clock.now();
  await begin(tools.db.sql, async (tx) => {
    await bindWorkspace(tx, workspaceId);
    const [failed] = await tx<{ messageId: string }[]>`
      update deliveries set attempts = attempts + 1, last_error = ${reasonOf(error)}, updated_at = ${at},
        available_at = ${new Date(at.getTime() + AGAIN_AFTER_MS)},
        status = case when attempts + 1 >= ${MAX_FAILURES} then 'failed' else status end
      where workspace_id = ${workspaceId} and id = ${id} and status in ('pending', 'sending')
      returning case when status = 'failed' then message_id end as message_id`;
    if (!failed?.messageId) return;
    await tx`
      update messages set status = 'failed', failure = 'it could not be handled'
      where workspace_id = ${workspaceId} and id = ${failed.messageId}`;
    await tx`
      update action_logs set status = 'failed', error = 'it could not be handled', completed_at = ${at}
      where workspace_id = ${workspaceId} and message_id = ${failed.messageId} and status = 'pending'`;
  });
}
