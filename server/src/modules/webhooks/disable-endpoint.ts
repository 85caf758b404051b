import { type Ctx, transaction } from '../../db/database.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';

/**
 * Sends nothing more there, on Foyer's own account: that is an event, and the owners are told. With `failingSince` only
 * where nothing has arrived, and nobody has begun to count anew, since then.
 */
export async function disableEndpoint(
  ctx: Ctx,
  endpointId: string,
  reason: string,
  { failingSince = null }: { readonly failingSince?: Date | null } = {},
): Promise<void> {
  await transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const { count } = await tx`
      update webhook_endpoints set is_enabled = false, disabled_reason = ${reason}, disabled_at = ${at},
        tell_owner_at = ${at}, tell_attempts = 0, unreached_ids = null, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = ${endpointId} and is_enabled
        and (${failingSince}::timestamptz is null or failing_since = ${failingSince})`;
    if (count === 0) return;
    recordEvent(tctx, { type: 'webhook_endpoint.disabled', data: { webhookEndpointId: endpointId, reason } });
    const audited = { verb: 'disableEndpoint', objectType: 'webhook_endpoint', objectId: endpointId };
    recordAudit(tctx, { ...audited, changed: ['isEnabled'] });
    tctx.afterCommit(() => tctx.db.signals.send('webhook owners'));
  });
}
