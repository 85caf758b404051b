import type { Notifier, Recipient, Unreached } from '../../adapters/notifiers/port.ts';
import { begin } from '../../db/begin.ts';
import { type AfterCommit, bindWorkspace, insideTransaction, type Tx, type TxCtx } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { startFairLoop, type Taken } from '../../jobs/fair-loop.ts';
import type { Loop } from '../../jobs/loop.ts';
import type { Workspace } from '../../kernel/ctx.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { systemCtx } from '../workspaces/index.ts';

/** A notifier that takes longer, or whose process dies, leaves its notification to the next. */
const LEASE_MS = 60_000;
const MAX_ATTEMPTS = 5;
const LOOK_MS = 2_000;
/** In one process. */
const MAX_AT_ONCE = 32;

interface Notification {
  readonly workspaceId: string;
  readonly id: string;
  readonly leadId: string;
  readonly reason: string | null;
  /** This one among them. */
  readonly attempts: number;
}

/** Tells people that they are needed, until stopped. Several processes may do so at once. */
export function startNotifying(tools: JobTools, notifier: Notifier): Loop {
  const take = (crowded: readonly string[]) => takeNotification(tools, notifier, crowded);
  const name = 'notifications';
  return startFairLoop(tools, { name, signal: name, idleMs: LOOK_MS, maxAtOnce: MAX_AT_ONCE, take });
}

/**
 * Takes the oldest need that nobody was told of, of any workspace but the `crowded`; undefined where there is none. It is
 * told outside any transaction: a process that dies in between leaves it to be told again, under the same key.
 */
export async function takeNotification(
  tools: JobTools,
  notifier: Notifier,
  crowded: readonly string[],
): Promise<Taken | undefined> {
  const now = tools.clock.now();
  const [taken] = await tools.db.sql<Notification[]>`
    select workspace_id, id, lead_id, reason, attempts
    from take_notification(${now}, ${new Date(now.getTime() + LEASE_MS)}, ${[...crowded]}::uuid[])`;
  return taken && { workspaceId: taken.workspaceId, work: () => tell(tools, notifier, taken) };
}

async function tell(tools: JobTools, notifier: Notifier, taken: Notification): Promise<void> {
  const { workspaceId, id, leadId, reason, attempts } = taken;
  const { workspace, to } = await inWorkspace(tools, taken, (tx) => recipients(tx, taken));
  const unreached = await notifier.notify({ workspaceId, leadId, reason, to }, { idempotencyKey: id });
  const isLast = attempts >= MAX_ATTEMPTS || !unreached.some(({ isWorthRetrying }) => isWorthRetrying);
  const state = unreached.length === 0 ? 'sent' : isLast ? 'failed' : 'pending';
  const facts = { notifier: notifier.name, notificationId: id, attempts, unreached };
  if (state === 'failed') tools.log.error(facts, 'not everybody was told that a lead needs a person');
  if (state === 'pending') tools.log.warn(facts, 'not everybody could be told yet that a lead needs a person');
  const afterwards: AfterCommit[] = [];
  await inWorkspace(tools, taken, async (tx) => {
    const { count } = await tx`
      update notifications set state = ${state}, sent_at = ${state === 'sent' ? tools.clock.now() : null},
        unreached_ids = ${idsOf(unreached)}::uuid[]
      where workspace_id = ${workspaceId} and id = ${id} and state = 'pending' and attempts = ${attempts}`;
    if (count === 0 || state !== 'failed') return;
    const ctx = insideTransaction(systemCtx(tools, workspace, { isTest: false }), tx, afterwards);
    sayThatNotAllKnow(ctx, taken, unreached);
  });
  for (const done of afterwards) await done();
}

/** Null where there are none: who looks then is for all. */
function idsOf(unreached: readonly Unreached[]): string[] | null {
  return unreached.length === 0 ? null : unreached.map(({ memberId }) => memberId);
}

/** On the lead's timeline and as an event: somebody may hear of it by another way. */
function sayThatNotAllKnow(
  ctx: TxCtx,
  { id: notificationId, leadId, attempts }: Notification,
  unreached: readonly Unreached[],
): void {
  const after = attempts === 1 ? 'one attempt' : `${attempts} attempts`;
  const summary = `Not everybody could be told that a person is needed, after ${after}`;
  const memberIds = unreached.map(({ memberId }) => memberId);
  recordAction(ctx, { leadId, type: 'system_note', summary, output: { notificationId } });
  recordEvent(ctx, { type: 'notification.failed', leadId, data: { notificationId, memberIds } });
}

function inWorkspace<T>({ db }: JobTools, { workspaceId }: Notification, work: (tx: Tx) => Promise<T>): Promise<T> {
  return begin(db.sql, async (tx) => {
    await bindWorkspace(tx, workspaceId);
    return work(tx);
  });
}

/** Where those it is addressed to who were not told yet are: their address for this, else their e-mail. And the workspace itself. */
async function recipients(
  tx: Tx,
  { workspaceId, id }: Notification,
): Promise<{ workspace: Workspace; to: Recipient[] }> {
  const [workspace] = await tx<Workspace[]>`
    select id, slug, name, time_zone, country, locale from workspaces where id = ${workspaceId}`;
  if (!workspace) throw new Error(`there is no workspace ${workspaceId}`);
  const to = await tx<Recipient[]>`
    select m.id as member_id, coalesce(m.notify_to, m.email) as address
    from notifications n
      join members m on m.workspace_id = n.workspace_id and m.id = any (coalesce(n.unreached_ids, n.member_ids))
    where n.workspace_id = ${workspaceId} and n.id = ${id} and m.is_active order by m.id`;
  return { workspace, to: [...to] };
}
