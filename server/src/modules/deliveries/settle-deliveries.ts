import type { SendResult } from '../../adapters/channels/port.ts';
import { begin, settle, writeCollected } from '../../db/begin.ts';
import { type AfterCommit, bindWorkspace, insideTransaction, type TxCtx } from '../../db/database.ts';
import { recordEvent } from '../timeline/index.ts';
import { systemCtx } from '../workspaces/index.ts';
import type { DeliveryTools } from './delivery-tools.ts';
import type { DueDelivery } from './due-delivery.ts';
import { giveUp } from './give-up.ts';
import type { HandedOver } from './hand-over-messages.ts';

export interface Tried {
  readonly handed: HandedOver;
  readonly result: SendResult;
}

/** How long after each try the next one comes, give or take a tenth; after the last it has failed. */
const RETRY_AFTER_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000];
/** A channel that wants more time than this does not want the message any more. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** Writes what became of messages that were handed to their channels, of one workspace, in one transaction. */
export async function settleDeliveries(tools: DeliveryTools, tried: readonly Tried[]): Promise<void> {
  const [first] = tried;
  if (!first) return;
  const afterwards: AfterCommit[] = [];
  await begin(tools.db.sql, async (tx) => {
    const ctx = insideTransaction(systemCtx(tools, first.handed.workspace), tx, afterwards);
    await bindWorkspace(tx, ctx.workspace.id);
    const due = await lockSending(ctx, tried);
    const sent: DueDelivery[] = [];
    for (const { handed, result } of tried) {
      const delivery = due.get(handed.id);
      // Another try is under way by now: what comes of that one counts.
      if (!delivery || delivery.attempts !== handed.attempts) continue;
      if (result.outcome === 'sent') sent.push(delivery);
      else if (delivery.status === 'unknown') continue;
      else if (result.outcome === 'unknown') await giveUp(ctx, delivery, { status: 'unknown', reason: result.reason });
      else await retryOrFail(ctx, delivery, result);
    }
    await markSent(ctx, sent, tried);
    await settle(tx);
    await writeCollected(tx);
  });
  for (const done of afterwards) await done();
}

/** Under their leads' locks, in one order, as every writer of a lead takes them; one that was given up may have arrived all the same. */
async function lockSending({ tx, workspace }: TxCtx, tried: readonly Tried[]): Promise<Map<string, DueDelivery>> {
  const ids = tried.map(({ handed }) => handed.id);
  await tx`
    select from leads
    where workspace_id = ${workspace.id} and id in (
      select lead_id from deliveries where workspace_id = ${workspace.id} and id = any (${ids}::uuid[]))
    order by id for no key update`;
  const rows = await tx<DueDelivery[]>`
    select d.id, d.lead_id, d.message_id, m.conversation_id, d.agent_id, d.channel, d.purpose, d.status, d.attempts,
      d.last_error, d.stop_reason, d.may_have_arrived, m.body as text, m.template, l.is_test
    from deliveries d
    join messages m on m.workspace_id = d.workspace_id and m.id = d.message_id
    join leads l on l.workspace_id = d.workspace_id and l.id = d.lead_id
    where d.workspace_id = ${workspace.id} and d.id = any (${ids}::uuid[]) and d.status in ('sending', 'unknown')`;
  return new Map(rows.map((row) => [row.id, row]));
}

async function markSent(ctx: TxCtx, sent: readonly DueDelivery[], tried: readonly Tried[]): Promise<void> {
  if (sent.length === 0) return;
  const { tx, at, workspace } = ctx;
  const providerIds = new Map(
    tried.map(({ handed, result }) => [handed.id, result.outcome === 'sent' ? result.providerMessageId : null]),
  );
  const ids = sent.map(({ id }) => id);
  const messageIds = sent.map(({ messageId }) => messageId);
  await tx`
    with delivered as (
      update deliveries set status = 'sent', last_error = null, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = any (${ids}::uuid[])
    ), said as (
      update messages m set status = 'sent', sent_at = ${at}, provider_message_id = s.provider_id
      from unnest(${messageIds}::uuid[], ${ids.map((id) => providerIds.get(id) ?? null)}::text[]) as s (id, provider_id)
      where m.workspace_id = ${workspace.id} and m.id = s.id
    )
    update action_logs set status = 'completed', completed_at = ${at}
    where workspace_id = ${workspace.id} and lead_id = any (${sent.map(({ leadId }) => leadId)}::uuid[])
      and message_id = any (${messageIds}::uuid[]) and status = 'pending'`;
  for (const { leadId, conversationId, messageId, channel, isTest } of sent)
    recordEvent({ ...ctx, isTest }, { type: 'message.sent', leadId, conversationId, data: { messageId, channel } });
}

async function retryOrFail(
  ctx: TxCtx,
  before: DueDelivery,
  { reason, isRetryable, retryAfterMs, mayHaveArrived = false }: Extract<SendResult, { outcome: 'failed' }>,
): Promise<void> {
  const { tx, at, workspace, newId } = ctx;
  const delivery = { ...before, mayHaveArrived: before.mayHaveArrived || mayHaveArrived };
  const planned = RETRY_AFTER_MS[delivery.attempts - 1];
  const wait = planned === undefined ? undefined : Math.max(planned * spreadOf(newId(at)), retryAfterMs ?? 0);
  if (delivery.stopReason !== null) return giveUp(ctx, delivery, { status: 'refused', reason: delivery.stopReason });
  if (!isRetryable || wait === undefined || wait > LONGEST_WAIT_MS)
    return giveUp(ctx, delivery, { status: 'failed', reason });
  await tx`
    update deliveries set status = 'pending', available_at = ${new Date(at.getTime() + wait)}, last_error = ${reason},
      may_have_arrived = ${delivery.mayHaveArrived}, updated_at = ${at}
    where workspace_id = ${workspace.id} and id = ${delivery.id}`;
}

/** From 0.9 to 1.1, by the random end of an id: tries of many do not come back together. */
function spreadOf(id: string): number {
  return 0.9 + Number.parseInt(id.slice(-4), 16) / 0xffff / 5;
}
