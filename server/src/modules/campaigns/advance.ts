import type { TxCtx } from '../../db/database.ts';
import { writeState } from './change-state.ts';
import { enrolDue } from './enrol-due.ts';
import { type LockedCampaign, lockCampaign } from './lock-campaign.ts';
import { opensAt } from './opens-at.ts';

/** While the workspace is stopped or the workflow paused: how long until it is looked at again. */
const HELD_MS = 60_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** How late a look may be without slowing the pace: after a longer standstill nothing is made up for in a burst. */
const LATE_MS = 2_000;
/** Leads in one transaction. */
const BATCH = 10;

/**
 * Takes the leads of a due campaign whose turn it is, and says when the next one's is. The caller has locked it. False
 * where all who could be taken are being written to by somebody else: they are looked at again in a moment.
 */
export async function advance(ctx: TxCtx, campaignId: string): Promise<boolean> {
  const campaign = await lockCampaign(ctx, campaignId);
  const { state, nextAt, windows } = campaign;
  if (state === 'scheduled') await writeState(ctx, campaignId, { state: 'running', nextAt, event: 'campaign.started' });
  if (await isHeld(ctx, campaign)) return postpone(ctx, campaignId, later(ctx.at, HELD_MS));
  const opening = windows ? opensAt(windows, ctx.workspace.timeZone, ctx.at) : ctx.at;
  if (!opening || opening > ctx.at) return postpone(ctx, campaignId, opening ?? later(ctx.at, DAY_MS));
  const { intervalMs, from } = paceOf(campaign, ctx.at);
  const room = intervalMs === 0 ? BATCH : Math.floor((ctx.at.getTime() - from) / intervalMs) + 1;
  const turn = await enrolDue(ctx, campaign, { most: Math.min(room, BATCH) });
  if (turn.isLast) return finish(ctx, campaignId);
  const paced = turn.enrolled > 0 && intervalMs > 0 ? new Date(from + turn.enrolled * intervalMs) : undefined;
  const availableAt = turn.availableAt && turn.availableAt > ctx.at ? turn.availableAt : ctx.at;
  await postpone(ctx, campaignId, paced ?? (turn.hasMoved ? ctx.at : availableAt));
  return turn.hasMoved || availableAt > ctx.at;
}

/** Nobody is taken into what does not speak: they would be waited for in vain, and all be spoken to at once after it. */
async function isHeld({ tx, workspace }: TxCtx, { workflowId }: LockedCampaign): Promise<boolean> {
  const [row] = await tx<{ isHeld: boolean }[]>`
    select w.is_stopped or f.is_paused as is_held from workspaces w
    join workflows f on f.workspace_id = w.id and f.id = ${workflowId} where w.id = ${workspace.id}`;
  return row?.isHeld ?? true;
}

/** Milliseconds between two leads, 0 without a pace, and the moment from which they are counted. */
function paceOf({ perHour, nextAt }: LockedCampaign, at: Date): { intervalMs: number; from: number } {
  const from = Math.max(nextAt?.getTime() ?? 0, at.getTime() - LATE_MS);
  return { intervalMs: perHour === null ? 0 : Math.ceil(HOUR_MS / perHour), from };
}

async function postpone({ tx, workspace }: TxCtx, campaignId: string, nextAt: Date | null): Promise<boolean> {
  await tx`update campaigns set next_at = ${nextAt} where workspace_id = ${workspace.id} and id = ${campaignId}`;
  return true;
}

async function finish(ctx: TxCtx, campaignId: string): Promise<boolean> {
  const { tx, workspace } = ctx;
  const [row] = await tx<{ hadAny: boolean }[]>`
    select enrolled_count + skipped_count + failed_count > 0 as had_any from campaigns
    where workspace_id = ${workspace.id} and id = ${campaignId}`;
  // One that never had any waits for them.
  if (!row?.hadAny) return postpone(ctx, campaignId, null);
  await writeState(ctx, campaignId, { state: 'finished', nextAt: null, event: 'campaign.finished' });
  return true;
}

function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
