import { createHash } from 'node:crypto';
import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { touchLead } from '../leads/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';

interface OptingOut {
  readonly leadId: string;
  readonly conversationId: string;
  readonly runId: string | null;
  readonly contact: { readonly email: string | null; readonly phone: string | null };
}

/**
 * Stops all contact with a lead for good: flag, run, timers, undelivered messages. Web chat proves no address, so
 * nothing typed there suppresses the address for others; the lead itself is never written to again.
 */
export async function optOut(ctx: TxCtx, { leadId, conversationId, runId, contact }: OptingOut): Promise<void> {
  const { tx, at, workspace } = ctx;
  await tx`update leads set opted_out_at = ${at} where workspace_id = ${workspace.id} and id = ${leadId}`;
  await touchLead(ctx, leadId);
  await tx`delete from timers where workspace_id = ${workspace.id} and lead_id = ${leadId}`;
  await tx`
    update messages set status = 'cancelled'
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and status in ('awaiting_approval', 'scheduled', 'queued')`;
  if (runId !== null) {
    await tx`
      update runs set run_status = 'cancelled', is_active = false, ended_at = ${at}, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = ${runId} and is_active`;
    await recordEvent(ctx, { type: 'run.ended', leadId, data: { runId, outcome: 'opted_out' } });
  }
  await suppressVerified(ctx, leadId, contact);
  await recordEvent(ctx, { type: 'lead.opted_out', leadId, conversationId });
  await recordAction(ctx, {
    leadId,
    conversationId,
    type: 'system_note',
    summary: 'Opted out: never to be contacted again',
  });
}

/** Takes an opt-out back at the lead's own word. */
export async function optIn(
  ctx: TxCtx,
  { leadId, conversationId }: { leadId: string; conversationId: string },
): Promise<void> {
  const { tx, workspace } = ctx;
  await tx`update leads set opted_out_at = null where workspace_id = ${workspace.id} and id = ${leadId}`;
  await touchLead(ctx, leadId);
  await recordEvent(ctx, { type: 'lead.opted_in', leadId, conversationId });
  await recordAction(ctx, { leadId, conversationId, type: 'system_note', summary: 'Opted in again' });
}

async function suppressVerified(ctx: TxCtx, leadId: string, contact: OptingOut['contact']): Promise<void> {
  const [row] = await ctx.tx<{ emailVerifiedAt: Date | null; phoneVerifiedAt: Date | null }[]>`
    select email_verified_at, phone_verified_at from leads where workspace_id = ${ctx.workspace.id} and id = ${leadId}`;
  const proved = [
    { kind: 'email', address: row?.emailVerifiedAt ? contact.email : null },
    { kind: 'phone', address: row?.phoneVerifiedAt ? contact.phone : null },
  ];
  for (const { kind, address } of proved) {
    if (address === null) continue;
    const id = ctx.newId(ctx.at);
    const hash = createHash('sha256').update(`${ctx.workspace.id}:${address}`).digest();
    await ctx.tx`
      insert into suppressions (workspace_id, id, kind, address, address_hash, reason, created_at)
      values (${ctx.workspace.id}, ${id}, ${kind}, ${address}, ${hash}, 'the lead opted out', ${timeOfId(id)})
      on conflict do nothing`;
    await recordEvent(ctx, { type: 'suppression.added', leadId, data: { kind } });
  }
}
