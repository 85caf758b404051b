import { createHash } from 'node:crypto';
import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { cancelUndelivered } from '../conversations/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';

interface OptingOut {
  readonly leadId: string;
  /** Where the lead said so. */
  readonly conversationId?: string | null;
}

/**
 * Stops all contact with a lead for good: flag, runs, timers, undelivered messages. An address that was proved to be
 * the lead's is suppressed for others too; one that was only typed is not. Nothing where the lead has opted out before.
 */
export async function optOut(ctx: TxCtx, { leadId, conversationId = null }: OptingOut): Promise<void> {
  const { tx, at, workspace } = ctx;
  const [lead] = await tx<ProvedContact[]>`
    update leads set opted_out_at = ${at}, updated_at = ${at}, last_activity_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${leadId} and opted_out_at is null
    returning case when email_verified_at is not null then email end as email,
      case when phone_verified_at is not null then phone end as phone`;
  if (!lead) return;
  const [ended] = await Promise.all([
    tx<{ id: string }[]>`
      update runs set run_status = 'cancelled', is_active = false, ended_at = ${at}, updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and is_active returning id`,
    tx`delete from timers where workspace_id = ${workspace.id} and lead_id = ${leadId}`,
    cancelUndelivered(ctx, leadId),
  ]);
  for (const { id } of ended)
    await recordEvent(ctx, { type: 'run.ended', leadId, data: { runId: id, outcome: 'opted_out' } });
  // What is tried with a test key must not silence the real ones.
  if (lead.email !== null && !ctx.isTest) await suppress(ctx, leadId, 'email', lead.email);
  if (lead.phone !== null && !ctx.isTest) await suppress(ctx, leadId, 'phone', lead.phone);
  const summary = 'Opted out: never to be contacted again';
  await recordEvent(ctx, { type: 'lead.opted_out', leadId, conversationId });
  await recordAction(ctx, { leadId, conversationId, type: 'system_note', summary });
}

/** Takes an opt-out back: the runs that it ended go on, what it suppressed is free. Nothing where there is none. */
export async function optIn(ctx: TxCtx, { leadId, conversationId = null }: OptingOut): Promise<void> {
  const { tx, at, workspace } = ctx;
  const [lead] = await tx<(ProvedContact & { optedOutAt: Date })[]>`
    update leads l set opted_out_at = null, updated_at = ${at}, last_activity_at = ${at}, revision = revision + 1
    from (select opted_out_at from leads where workspace_id = ${workspace.id} and id = ${leadId} for update) before
    where l.workspace_id = ${workspace.id} and l.id = ${leadId} and before.opted_out_at is not null
    returning before.opted_out_at, case when l.email_verified_at is not null then l.email end as email,
      case when l.phone_verified_at is not null then l.phone end as phone`;
  if (!lead) return;
  // The run that an opt-out ended bears its very moment. One that was replaced meanwhile stays ended.
  const resumed = await tx<{ id: string }[]>`
    update runs r set run_status = 'running', is_active = true, ended_at = null, updated_at = ${at}
    where r.workspace_id = ${workspace.id} and r.lead_id = ${leadId} and r.run_status = 'cancelled'
      and r.ended_at = ${lead.optedOutAt}
      and not exists (
        select from runs other
        where other.workspace_id = r.workspace_id and other.lead_id = r.lead_id
          and other.workflow_id = r.workflow_id and other.is_active)
    returning id`;
  for (const { id } of resumed) await recordEvent(ctx, { type: 'run.started', leadId, data: { runId: id } });
  await liftSuppressions(ctx, leadId, lead);
  await recordEvent(ctx, { type: 'lead.opted_in', leadId, conversationId });
  await recordAction(ctx, { leadId, conversationId, type: 'system_note', summary: 'Opted in again' });
}

interface ProvedContact {
  readonly email: string | null;
  readonly phone: string | null;
}

async function suppress(ctx: TxCtx, leadId: string, kind: 'email' | 'phone', address: string): Promise<void> {
  const id = ctx.newId(ctx.at);
  await ctx.tx`
    insert into suppressions (workspace_id, id, kind, address, address_hash, reason, lead_id, created_at)
    values (${ctx.workspace.id}, ${id}, ${kind}, ${address}, ${hashOf(ctx, address)}, 'the lead opted out', ${leadId}, ${timeOfId(id)})
    on conflict do nothing`;
  await recordEvent(ctx, { type: 'suppression.added', leadId, data: { kind } });
}

/** An address stays suppressed while another lead that proved it is opted out; that one's opting in frees it then. */
async function liftSuppressions(ctx: TxCtx, leadId: string, { email, phone }: ProvedContact): Promise<void> {
  const { tx, at, workspace } = ctx;
  const [emailHash, phoneHash] = [email && hashOf(ctx, email), phone && hashOf(ctx, phone)];
  const lifted = await tx<{ kind: string }[]>`
    update suppressions s set lifted_at = ${at}
    where s.workspace_id = ${workspace.id} and s.lifted_at is null and s.lead_id is not null
      and (s.lead_id = ${leadId} or (s.kind = 'email' and s.address_hash = ${emailHash})
        or (s.kind = 'phone' and s.address_hash = ${phoneHash}))
      and not exists (
        select from leads o
        where o.workspace_id = s.workspace_id and o.id <> ${leadId} and o.opted_out_at is not null and o.deleted_at is null
          and ((s.kind = 'email' and o.email = s.address and o.email_verified_at is not null)
            or (s.kind = 'phone' and o.phone = s.address and o.phone_verified_at is not null)))
    returning s.kind`;
  for (const { kind } of lifted) await recordEvent(ctx, { type: 'suppression.lifted', leadId, data: { kind } });
}

function hashOf({ workspace }: TxCtx, address: string): Buffer {
  return createHash('sha256').update(`${workspace.id}:${address}`).digest();
}
