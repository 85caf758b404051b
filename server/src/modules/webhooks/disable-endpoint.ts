import { type Ctx, transaction } from '../../db/database.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';

/** Sends nothing more there, on Foyer's own account: that is an event, and the owners are told. */
export async function disableEndpoint(ctx: Ctx, endpointId: string, reason: string): Promise<void> {
  await transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const { count } = await tx`
      update webhook_endpoints set is_enabled = false, disabled_reason = ${reason}, disabled_at = ${at},
        tell_owner_at = ${at}, tell_attempts = 0, unreached_ids = null, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = ${endpointId} and is_enabled`;
    if (count === 0) return;
    recordEvent(tctx, { type: 'webhook_endpoint.disabled', data: { webhookEndpointId: endpointId, reason } });
    const audited = { verb: 'disableEndpoint', objectType: 'webhook_endpoint', objectId: endpointId };
    recordAudit(tctx, { ...audited, changed: ['isEnabled'] });
    tctx.afterCommit(() => tctx.db.signals.send('webhook owners'));
  });
}
