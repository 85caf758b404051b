import type { TxCtx } from '../../db/database.ts';
import { isUnasked, type SenderUse } from '../../engagement/policy/send-facts.ts';
import { loadDefinition } from '../workflows/index.ts';
import type { DueDelivery } from './due-delivery.ts';

/** What a channel of the workspace has sent of its own accord, whichever of its agents spoke. */
type Sent = Pick<SenderUse, 'lastHour' | 'lastDay'>;
type Limits = Pick<SenderUse, 'perHour' | 'perDay'>;

const HOUR_MS = 3_600_000;
/** Counted together: a count of an hour looks back up to so much further, one of a day too. */
const TOGETHER_MS = HOUR_MS / 10;

/**
 * What a channel has sent of its own accord within the last hour and the last 24, never too little: each time that a
 * message was handed to it counts, a try that failed too.
 */
export async function readSenderUse({ tx, at, workspace }: TxCtx, channel: string): Promise<Sent> {
  const after = (hours: number) => new Date(at.getTime() - hours * HOUR_MS - TOGETHER_MS);
  const [row] = await tx<Sent[]>`
    select coalesce(sum(count) filter (where since > ${after(1)}), 0)::int as last_hour,
      coalesce(sum(count), 0)::int as last_day
    from sender_counts where workspace_id = ${workspace.id} and channel = ${channel} and since > ${after(24)}`;
  return row ?? { lastHour: 0, lastDay: 0 };
}

/** Words whose sender may be limited. */
export type Limited = Pick<DueDelivery, 'id' | 'channel' | 'purpose' | 'workflowId' | 'workflowVersion'>;

/** What senders may still let go in this transaction. */
export interface Senders {
  /** By the delivery's id; missing where its workflow limits nothing. */
  readonly limits: ReadonlyMap<string, Limits>;
  /** By channel, for those that a limit looks at. */
  readonly sent: Map<string, Sent>;
}

/**
 * Senders of what nobody asked for, limited or not. Nobody else lets anything of theirs go before this transaction
 * ends: what is read here and counted by `countsOf` holds for all processes.
 */
export async function lockSenders(ctx: TxCtx, due: readonly Limited[]): Promise<Senders> {
  const unasked = due.filter(({ purpose }) => isUnasked(purpose));
  const limits = new Map<string, Limits>();
  const limited = new Set<string>();
  for (const delivery of unasked) {
    const found = await limitsOf(ctx, delivery);
    if (!found) continue;
    limits.set(delivery.id, found);
    limited.add(delivery.channel);
  }
  await lock(ctx, new Set(unasked.map(({ channel }) => channel)));
  const sent = new Map<string, Sent>();
  for (const channel of limited) sent.set(channel, await readSenderUse(ctx, channel));
  return { limits, sent };
}

/** What the sender of a delivery has sent and may; undefined where nothing limits it. */
export function senderOf({ limits, sent }: Senders, { id, channel }: Limited): SenderUse | undefined {
  const limit = limits.get(id);
  const use = sent.get(channel);
  return limit && use && { ...use, ...limit };
}

/** A delivery goes: it counts for those that come after it. */
export function noteHanded({ sent }: Senders, { channel, purpose }: DueDelivery): void {
  const use = sent.get(channel);
  if (use && isUnasked(purpose)) sent.set(channel, { lastHour: use.lastHour + 1, lastDay: use.lastDay + 1 });
}

/** What is to be added to `sender_counts` for those that go now. */
export function countsOf(at: Date, handed: readonly Pick<Limited, 'channel' | 'purpose'>[]) {
  const counts = new Map<string, number>();
  for (const { channel, purpose } of handed)
    if (isUnasked(purpose)) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  const since = new Date(Math.floor(at.getTime() / TOGETHER_MS) * TOGETHER_MS);
  return { since, channels: [...counts.keys()], counts: [...counts.values()] };
}

/** In one order, that two who need several do not wait for each other. */
async function lock({ tx, workspace }: TxCtx, channels: ReadonlySet<string>): Promise<void> {
  for (const channel of [...channels].sort())
    await tx`select pg_advisory_xact_lock(hashtextextended(${`sender ${workspace.id} ${channel}`}, 0))`;
}

async function limitsOf(ctx: TxCtx, { workflowId, workflowVersion: version }: Limited): Promise<Limits | undefined> {
  if (workflowId === null || version === null) return undefined;
  return (await loadDefinition(ctx, { workflowId, version })).cadence?.limits;
}
