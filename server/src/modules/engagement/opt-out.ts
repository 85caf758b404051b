import { createHash } from 'node:crypto';
import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { cancelUndelivered } from '../conversations/index.ts';
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
  await setOptedOut(ctx, leadId, at);
  await tx`delete from timers where workspace_id = ${workspace.id} and lead_id = ${leadId}`;
  await cancelUndelivered(ctx, leadId);
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

/** Takes an opt-out back at the lead's own word: the run that it ended goes on. */
export async function optIn(
  ctx: TxCtx,
  { leadId, conversationId, runId }: Pick<OptingOut, 'leadId' | 'conversationId' | 'runId'>,
): Promise<void> {
  const { tx, at, workspace } = ctx;
  await setOptedOut(ctx, leadId, null);
  const resumed = await tx`
    update runs set run_status = 'running', is_active = true, ended_at = null, updated_at = ${at}
    where workspace_id = ${workspace.id} and id = ${runId} and run_status = 'cancelled'
      and not exists (
        select from runs other
        where other.workspace_id = runs.workspace_id and other.lead_id = runs.lead_id
          and other.workflow_id = runs.workflow_id and other.is_active)
    returning id`;
  if (resumed.length > 0) await recordEvent(ctx, { type: 'run.started', leadId, data: { runId } });
  await recordEvent(ctx, { type: 'lead.opted_in', leadId, conversationId });
  await recordAction(ctx, { leadId, conversationId, type: 'system_note', summary: 'Opted in again' });
}

async function setOptedOut({ tx, at, workspace }: TxCtx, leadId: string, optedOutAt: Date | null): Promise<void> {
  await tx`
    update leads set opted_out_at = ${optedOutAt}, updated_at = ${at}, last_activity_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${leadId}`;
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
