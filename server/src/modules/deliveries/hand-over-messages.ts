import type { OutgoingMessage } from '../../adapters/channels/port.ts';
import { begin, writeCollected } from '../../db/begin.ts';
import { type AfterCommit, insideTransaction, type TxCtx } from '../../db/database.ts';
import { maySend, takesFreeText, type Verdict } from '../../engagement/policy/may-send.ts';
import type { Workspace } from '../../kernel/ctx.ts';
import { recordAction } from '../timeline/index.ts';
import { systemCtx } from '../workspaces/index.ts';
import type { DeliveryTools } from './delivery-tools.ts';
import type { DueDelivery } from './due-delivery.ts';
import { giveUp } from './give-up.ts';
import { readSendFacts } from './read-send-facts.ts';
import { countsOf, lockSenders, noteHanded, senderOf } from './sender-use.ts';

/** A message that the policy has let go: it is given to its channel now, by nobody else. */
export interface HandedOver {
  readonly workspace: Workspace;
  readonly id: string;
  readonly channel: string;
  /** The how-manieth try this is. */
  readonly attempts: number;
  readonly message: OutgoingMessage;
}

interface TakenRow {
  readonly workspaceId: string;
  readonly id: string;
  readonly isLeadFree: boolean;
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly country: string;
  readonly locale: string;
}

export interface Claimed {
  readonly workspaceId: string;
  readonly id: string;
}

export interface Look {
  readonly atMost: number;
  /** Whose leads somebody else has: not looked at, and added to. */
  readonly busy: Set<string>;
  /** Gets what was claimed, whatever comes of it. */
  readonly claimed?: Claimed[];
}

/** After this a delivery whose process died with it is taken up by another. */
const LEASE_MS = 60_000;

/**
 * Takes messages whose time has come, of one workspace and of each lead the first, asks the policy once more under their
 * leads' locks, and marks those that may leave as being sent. What may not is told on the timeline; what was being sent
 * when its process died goes again where its channel knows a message by its key, and is given up as unknown where it
 * does not. Undefined where nothing is due but those in `busy`, to which those are added whose leads somebody else has.
 */
export async function handOverMessages(
  tools: DeliveryTools,
  { atMost, busy, claimed = [] }: Look,
): Promise<HandedOver[] | undefined> {
  const afterwards: AfterCommit[] = [];
  const handed = await begin(tools.db.sql, async (tx) => {
    const at = tools.clock.now();
    const taken = await tx<TakenRow[]>`
      select workspace_id, id, is_lead_free, slug, name, time_zone, country, locale
      from take_deliveries(${at}, ${atMost}, ${[...busy]}::uuid[])`;
    const [first] = taken;
    if (!first) return undefined;
    const { workspaceId, slug, name, timeZone, country, locale } = first;
    const ctx = insideTransaction(
      systemCtx(tools, { id: workspaceId, slug, name, timeZone, country, locale }),
      tx,
      afterwards,
    );
    for (const { id, isLeadFree } of taken) if (!isLeadFree) busy.add(id);
    claimed.push(...taken.map(({ id }) => ({ workspaceId, id })));
    const due = await selectDue(
      ctx,
      taken.filter(({ isLeadFree }) => isLeadFree).map(({ id }) => id),
    );
    return letGo(tools, ctx, due);
  });
  for (const done of afterwards) await done();
  return handed;
}

async function selectDue({ tx, workspace }: TxCtx, ids: readonly string[]): Promise<DueDelivery[]> {
  if (ids.length === 0) return [];
  return [
    ...(await tx<DueDelivery[]>`
      with due as materialized (
        select id, lead_id, message_id, conversation_id, agent_id, channel, purpose, status, attempts, last_error, stop_reason,
          may_have_arrived
        from deliveries
        where workspace_id = ${workspace.id} and id = any (${[...ids]}::uuid[]) and status in ('pending', 'sending'))
      select d.id, d.lead_id, d.message_id, d.conversation_id, d.agent_id, d.channel, d.purpose, d.status, d.attempts,
        d.last_error, d.stop_reason, d.may_have_arrived or d.status = 'sending' as may_have_arrived, m.body as text, m.template, l.is_test,
        r.workflow_id, r.workflow_version
      from due d
      join messages m on m.workspace_id = ${workspace.id} and m.id = d.message_id
      join leads l on l.workspace_id = m.workspace_id and l.id = d.lead_id
      join conversations c on c.workspace_id = m.workspace_id and c.id = d.conversation_id
      left join runs r on r.workspace_id = c.workspace_id and r.id = c.run_id
      order by d.id`),
  ];
}

async function letGo(tools: DeliveryTools, ctx: TxCtx, due: readonly DueDelivery[]): Promise<HandedOver[]> {
  const isLost = ({ status, channel, stopReason }: DueDelivery) =>
    status === 'sending' &&
    (stopReason !== null || tools.channels.get(channel)?.capabilities.takesIdempotencyKey !== true);
  for (const lost of due.filter(isLost)) {
    await giveUp(ctx, lost, {
      status: 'unknown',
      reason: 'the process that sent it ended before it knew what became of it',
    });
  }
  const open = due.filter((one) => !isLost(one));
  const senders = await lockSenders(ctx, open);
  const facts = await readSendFacts(ctx, open);
  const going: DueDelivery[] = [];
  const handed: HandedOver[] = [];
  for (const [place, delivery] of open.entries()) {
    const fact = facts[place];
    const { purpose, text, template } = delivery;
    const verdict: Verdict = fact
      ? maySend({ ...fact, sender: senderOf(senders, delivery) ?? fact.sender }, { purpose, text, template })
      : { verdict: 'refuse', rule: 'the lead or its conversation is gone' };
    if (verdict.verdict === 'refuse') await giveUp(ctx, delivery, { status: 'refused', reason: verdict.rule });
    else if (verdict.verdict === 'wait') await putOff(ctx, delivery, verdict);
    else if (fact?.address !== undefined && fact.address !== null) {
      noteHanded(senders, delivery);
      going.push(delivery);
      handed.push(handedOver(ctx, takesFreeText(fact) ? { ...delivery, template: null } : delivery, fact.address));
    }
  }
  await markSending(ctx, going);
  await writeCollected(ctx.tx);
  return handed;
}

function handedOver({ workspace }: TxCtx, delivery: DueDelivery, to: string): HandedOver {
  const { id, channel, attempts, messageId, text, template } = delivery;
  const message = { workspaceId: workspace.id, idempotencyKey: messageId, to, text, template };
  return { workspace, id, channel, attempts: attempts + 1, message };
}

/** Tells of it once: what waits for the same reason again is not told of again. */
async function putOff(
  ctx: TxCtx,
  { id, leadId, conversationId, messageId, isTest, lastError }: DueDelivery,
  { rule, until }: { readonly rule: string; readonly until: Date },
): Promise<void> {
  const { tx, at, workspace } = ctx;
  await tx`
    update deliveries set status = 'pending', may_have_arrived = may_have_arrived or status = 'sending', available_at = ${until},
      last_error = ${rule}, updated_at = ${at}
    where workspace_id = ${workspace.id} and id = ${id}`;
  if (lastError === rule) return;
  const summary = `Message put off until ${until.toISOString()}: ${rule}`;
  recordAction({ ...ctx, isTest }, { leadId, conversationId, messageId, type: 'system_note', summary });
}

async function markSending({ tx, at, workspace }: TxCtx, going: readonly DueDelivery[]): Promise<void> {
  if (going.length === 0) return;
  const { since, channels, counts } = countsOf(at, going);
  await tx`
    with counted as (
      insert into sender_counts as c (workspace_id, channel, since, count)
      select ${workspace.id}::uuid, n.channel, ${since}::timestamptz, n.count
      from unnest(${channels}::text[], ${counts}::int[]) as n (channel, count)
      on conflict (workspace_id, channel, since) do update set count = c.count + excluded.count
    )
    update deliveries set status = 'sending', may_have_arrived = may_have_arrived or status = 'sending',
      attempts = attempts + 1, handed_at = ${at}, updated_at = ${at},
      available_at = ${new Date(at.getTime() + LEASE_MS)}
    where workspace_id = ${workspace.id} and id = any (${going.map(({ id }) => id)}::uuid[])`;
}
