import type { Notifier, Recipient } from '../../adapters/notifiers/port.ts';
import { begin } from '../../db/begin.ts';
import { bindWorkspace, type Tx } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';
import { reasonOf } from '../../kernel/startup-error.ts';

/** A notifier that takes longer, or whose process dies, leaves its notification to the next. */
const LEASE_MS = 60_000;
const MAX_ATTEMPTS = 5;
const LOOK_MS = 2_000;

interface Taken {
  readonly workspaceId: string;
  readonly id: string;
  readonly leadId: string;
  readonly reason: string | null;
  readonly memberIds: readonly string[];
  readonly attempts: number;
}

/** Tells people that they are needed, until stopped. Several processes may do so at once. */
export function startNotifying(tools: JobTools, notifier: Notifier): Loop {
  const work = () => notifyNext(tools, notifier);
  return startLoop(tools, { name: 'notifications', signal: 'notifications', concurrency: 1, idleMs: LOOK_MS, work });
}

/**
 * Tells of the oldest need that nobody was told of; false where there is none. Taken before it is told, outside any
 * transaction: a process that dies in between leaves it to be told again, under the same key.
 */
export async function notifyNext(tools: JobTools, notifier: Notifier): Promise<boolean> {
  const now = tools.clock.now();
  const [taken] = await tools.db.sql<Taken[]>`
    select workspace_id, id, lead_id, reason, member_ids, attempts
    from take_notification(${now}, ${new Date(now.getTime() + LEASE_MS)})`;
  if (!taken) return false;
  const { workspaceId, id, leadId, reason, attempts } = taken;
  const to = await inWorkspace(tools, taken, (tx) => recipients(tx, taken));
  const failure = await notifier.notify({ workspaceId, leadId, reason, to }, { idempotencyKey: id }).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (failure) {
    const facts = { notifier: notifier.name, notificationId: id, attempts, reason: reasonOf(failure.error) };
    tools.log.warn(facts, 'people could not be told that a lead needs one of them');
  }
  const state = failure === undefined ? 'sent' : attempts >= MAX_ATTEMPTS ? 'failed' : 'pending';
  await inWorkspace(
    tools,
    taken,
    (tx) => tx`
      update notifications set state = ${state}, sent_at = ${failure ? null : tools.clock.now()}
      where workspace_id = ${workspaceId} and id = ${id} and state = 'pending'`,
  );
  return true;
}

function inWorkspace<T>({ db }: JobTools, { workspaceId }: Taken, work: (tx: Tx) => Promise<T>): Promise<T> {
  return begin(db.sql, async (tx) => {
    await bindWorkspace(tx, workspaceId);
    return work(tx);
  });
}

/** Where those it is addressed to are told: their address for this, else their e-mail. */
async function recipients(tx: Tx, { workspaceId, memberIds }: Taken): Promise<Recipient[]> {
  return [
    ...(await tx<Recipient[]>`
      select id as member_id, coalesce(notify_to, email) as address from members
      where workspace_id = ${workspaceId} and id = any (${[...memberIds]}::uuid[]) and is_active order by id`),
  ];
}
