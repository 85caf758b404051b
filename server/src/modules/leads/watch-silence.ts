import type { TxCtx } from '../../db/database.ts';
import { cancelTimers, setTimer } from '../../jobs/timers.ts';

/** Gives a lead back to its agent when nobody has written for long. */
export const HAND_BACK_TIMER = 'hand_back_due';

/** Where the workspace wants it, a lead with which nobody talks any more goes back to its agent: looks again then. */
export async function watchSilence(ctx: TxCtx, leadId: string, since: Date = ctx.at): Promise<void> {
  const hours = await handBackHours(ctx);
  if (hours === null) return;
  await cancelTimers(ctx, leadId, [HAND_BACK_TIMER]);
  const dueAt = new Date(since.getTime() + hours * 3_600_000);
  setTimer(ctx, { leadId, kind: HAND_BACK_TIMER, payload: {}, dueAt });
}

/** After how many hours of silence; null for never. */
export async function handBackHours({ tx, workspace }: TxCtx): Promise<number | null> {
  const [row] = await tx<{ handBackAfterHours: number | null }[]>`
    select hand_back_after_hours from workspaces where id = ${workspace.id}`;
  return row?.handBackAfterHours ?? null;
}
