import type { PortalCtx } from '../../db/database.ts';
import { optOut } from '../leads/index.ts';
import { withPortalLead } from '../portal/index.ts';
import { hashOf, lockHashes, suppress } from '../suppressions/index.ts';
import { recordAudit } from '../timeline/index.ts';

/** Whether the lead of a link gets messages still. Raises `not_found` where it is gone. */
export function isSubscribed(ctx: PortalCtx): Promise<boolean> {
  return withPortalLead(ctx, async ({ tx, workspace }, leadId) => {
    const [lead] = await tx<{ isIn: boolean }[]>`
      select opted_out_at is null as is_in from leads where workspace_id = ${workspace.id} and id = ${leadId}`;
    return lead?.isIn ?? false;
  });
}

/**
 * Ends all contact with the lead of a link, and with its e-mail address, whichever lead has it: the link came there.
 * Twice is once. Raises `not_found` where the lead is gone.
 */
export function unsubscribe(ctx: PortalCtx): Promise<void> {
  return withPortalLead(ctx, async (tctx, leadId) => {
    const { tx, workspace } = tctx;
    const [lead] = await tx<{ email: string | null; isIn: boolean }[]>`
      select email, opted_out_at is null as is_in from leads where workspace_id = ${workspace.id} and id = ${leadId}`;
    if (!lead?.isIn) return;
    await optOut(tctx, { leadId });
    recordAudit(tctx, { verb: 'unsubscribe', objectType: 'lead', objectId: leadId });
    if (lead.email === null || tctx.isTest) return;
    const address = { kind: 'email', address: lead.email } as const;
    await lockHashes(tctx, [hashOf(tctx, address)]);
    await suppress(tctx, { ...address, reason: 'opted_out', leadId });
  });
}
