import type { TxCtx } from '../../db/database.ts';
import { isUnasked, type SenderUse, type SendPurpose } from '../../engagement/policy/send-facts.ts';
import { capabilitiesOf } from '../../kernel/channel.ts';
import { countsOf, type Limited, lockSenders, senderOf } from './sender-use.ts';

/** Words on a channel that may be one that somebody else carries. */
interface Carried {
  readonly conversationId: string;
  readonly channel: string;
  readonly purpose: SendPurpose;
}

/**
 * What limits words that nobody asked for where they are sent by being written; undefined where nothing does, or their
 * delivery is asked. Nobody else says anything there before this transaction ends. Whoever says them counts them then.
 */
export async function senderOfCarried(ctx: TxCtx, carried: Carried): Promise<SenderUse | undefined> {
  if (!isCounted(ctx, carried)) return undefined;
  const { tx, workspace } = ctx;
  const { conversationId: id, channel, purpose } = carried;
  const [workflow] = await tx<Pick<Limited, 'workflowId' | 'workflowVersion'>[]>`
    select r.workflow_id, r.workflow_version from conversations c
    join runs r on r.workspace_id = c.workspace_id and r.id = c.run_id
    where c.workspace_id = ${workspace.id} and c.id = ${id}`;
  const one = { id, channel, purpose, ...(workflow ?? { workflowId: null, workflowVersion: null }) };
  return senderOf(await lockSenders(ctx, [one]), one);
}

/** Counts what was said so for the limits of its sender. */
export async function countCarried(ctx: TxCtx, carried: Carried): Promise<void> {
  if (!isCounted(ctx, carried)) return;
  const { tx, at, workspace } = ctx;
  await tx`
    insert into sender_counts as c (workspace_id, channel, since, count)
    values (${workspace.id}, ${carried.channel}, ${countsOf(at, [carried]).since}, 1)
    on conflict (workspace_id, channel, since) do update set count = c.count + 1`;
}

/** Test leads are somebody else's to carry, and take no place from live ones. */
function isCounted({ channels, isTest }: TxCtx, { channel, purpose }: Carried): boolean {
  return !isTest && isUnasked(purpose) && capabilitiesOf(channels, channel).isCarried === true;
}
