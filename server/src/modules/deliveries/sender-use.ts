import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { isUnasked, type SenderUse } from '../../engagement/policy/send-facts.ts';
import { loadDefinition } from '../workflows/index.ts';
import type { DueDelivery } from './due-delivery.ts';

/** A channel of the workspace, whichever of its agents speaks, with what a workflow wants it to send at most. */
interface Sender {
  readonly channel: string;
  readonly perHour: number;
  readonly perDay: number;
}

const HOUR_MS = 3_600_000;

/**
 * What a sender has sent of its own accord within the last hour and the last 24, as far as its limits: more is not
 * counted. One look at each agent: the index of what was sent begins with it.
 */
export async function readSenderUse({ tx, at, workspace }: TxCtx, sender: Sender): Promise<SenderUse> {
  await writeCollected(tx);
  const { channel, perHour, perDay } = sender;
  const since = (hours: number) => new Date(at.getTime() - hours * HOUR_MS);
  const counted = (hours: number, most: number) => tx`(
    select count(*) from (
      select from deliveries
      where workspace_id = ${workspace.id} and agent_id = a.id and channel = ${channel}
        and purpose in ('attempt', 'follow_up', 'reminder') and handed_at > ${since(hours)} limit ${most}) found)`;
  const [row] = await tx<{ lastHour: number; lastDay: number }[]>`
    select coalesce(sum(${counted(1, perHour)}), 0)::int as last_hour,
      coalesce(sum(${counted(24, perDay)}), 0)::int as last_day
    from agents a where a.workspace_id = ${workspace.id}`;
  return { lastHour: row?.lastHour ?? 0, lastDay: row?.lastDay ?? 0, perHour, perDay };
}

type WithSender = DueDelivery & { readonly sender?: SenderUse };

/**
 * Deliveries with what their senders may still send, where a workflow limits that. Nobody else lets anything of these
 * senders go before this transaction ends: what is counted here and marked as handed over holds for all processes.
 */
export async function withSenders(ctx: TxCtx, due: readonly DueDelivery[]): Promise<WithSender[]> {
  const limits: (Limits | undefined)[] = [];
  for (const delivery of due) limits.push(await limitsOf(ctx, delivery));
  await lockSenders(ctx, new Set(due.flatMap(({ channel }, place) => (limits[place] ? [channel] : []))));
  const uses = new Map<string, SenderUse>();
  /** What goes before in this batch counts as sent. */
  const before = new Map<string, number>();
  const all: WithSender[] = [];
  for (const [place, delivery] of due.entries()) {
    const { channel, purpose } = delivery;
    const limit = limits[place];
    const earlier = before.get(channel) ?? 0;
    if (isUnasked(purpose)) before.set(channel, earlier + 1);
    if (!limit) {
      all.push(delivery);
      continue;
    }
    const key = `${channel} ${limit.perHour} ${limit.perDay}`;
    const use = uses.get(key) ?? (await readSenderUse(ctx, { channel, ...limit }));
    uses.set(key, use);
    const sender = { ...use, lastHour: use.lastHour + earlier, lastDay: use.lastDay + earlier };
    all.push({ ...delivery, sender });
  }
  return all;
}

/** In one order, that two who need several do not wait for each other. */
async function lockSenders({ tx, workspace }: TxCtx, channels: ReadonlySet<string>): Promise<void> {
  for (const channel of [...channels].sort())
    await tx`select pg_advisory_xact_lock(hashtextextended(${`sender ${workspace.id} ${channel}`}, 0))`;
}

type Limits = Pick<Sender, 'perHour' | 'perDay'>;

async function limitsOf(
  ctx: TxCtx,
  { purpose, workflowId, workflowVersion: version }: DueDelivery,
): Promise<Limits | undefined> {
  if (!isUnasked(purpose) || workflowId === null || version === null) return undefined;
  return (await loadDefinition(ctx, { workflowId, version })).cadence?.limits;
}
