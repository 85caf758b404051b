import { collect, writeCollected } from '../db/begin.ts';
import type { RowKind } from '../db/collected-rows.ts';
import type { TxCtx } from '../db/database.ts';
import { asJson } from '../db/json.ts';
import { timeOfId } from '../kernel/ids.ts';

export interface NewTimer {
  readonly leadId: string;
  /** The stimulus that it becomes when it is due. */
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly dueAt: Date;
}

interface TimerRow extends NewTimer {
  readonly workspaceId: string;
  readonly id: string;
  readonly createdAt: Date;
}
const timers: RowKind<TimerRow> = {
  table: 'timers',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    leadId: 'uuid',
    kind: 'text',
    payload: 'jsonb',
    dueAt: 'timestamptz',
    createdAt: 'timestamptz',
  },
};

/** Sets a timer, in the transaction of what it follows from. Returns its id. The caller holds the lead's lock. */
export function setTimer(ctx: TxCtx, timer: NewTimer): string {
  const id = ctx.newId(ctx.at);
  collect(ctx.tx, timers, { ...timer, workspaceId: ctx.workspace.id, id, createdAt: timeOfId(id) });
  ctx.afterCommit(() => ctx.db.signals.send('timers'));
  return id;
}

interface Cancelling {
  /** Only those whose payload has all of this. */
  readonly match?: Readonly<Record<string, string>>;
  /** Spares those whose payload has `keepsOnReply`. */
  readonly unlessPromised?: boolean;
  /** Only those that were set, or came into line, before then. */
  readonly createdBefore?: Date;
}

export type RemovedTimer = Pick<NewTimer, 'kind' | 'payload'>;

/** Removes the lead's timers of these kinds, those that became stimuli and wait in line among them. Returns them. */
export async function cancelTimers(
  { tx, workspace }: TxCtx,
  leadId: string,
  kinds: readonly string[],
  { match = {}, unlessPromised = false, createdBefore }: Cancelling = {},
): Promise<RemovedTimer[]> {
  await writeCollected(tx);
  const fits = tx`
    lead_id = ${leadId} and kind = any (${[...kinds]}::text[]) and payload @> ${tx.json(asJson(match))}
    and not (${unlessPromised} and coalesce((payload ->> 'keepsOnReply')::boolean, false))
    ${createdBefore === undefined ? tx`` : tx`and created_at < ${createdBefore}`}`;
  // Two statements, in this order: one that is coming into line right now is waited for by the first, and seen by the second.
  const removed = await Promise.all([
    tx<RemovedTimer[]>`delete from timers where workspace_id = ${workspace.id} and ${fits} returning kind, payload`,
    tx<RemovedTimer[]>`
      delete from stimuli where workspace_id = ${workspace.id} and ${fits} and dead_at is null returning kind, payload`,
  ]);
  return removed.flat();
}
