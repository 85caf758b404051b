import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import type { EventType } from '../../kernel/event-types.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { type Campaign, type CampaignState, readCampaign } from './campaign.ts';
import { type LockedCampaign, lockCampaign, wakeCampaigns } from './lock-campaign.ts';

export interface StateChange {
  readonly state: CampaignState;
  readonly nextAt: Date | null;
  readonly event: EventType;
}

interface Changing {
  readonly campaignId: string;
  readonly verb: string;
  /** What it becomes; undefined where it is so already. Raises what stands against it. */
  readonly decide: (before: LockedCampaign, at: Date) => StateChange | undefined;
}

/** Moves a campaign to another state, with its event and audit. Raises `not_found`, `forbidden`, and what `decide` does. */
export async function changeState(ctx: Ctx, { campaignId, verb, decide }: Changing): Promise<Campaign> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'A campaign');
  return transaction(ctx, async (tctx) => {
    const change = decide(await lockCampaign(tctx, campaignId), tctx.at);
    if (change) {
      await writeState(tctx, campaignId, change);
      recordAudit(tctx, { verb, objectType: 'campaign', objectId: campaignId, changed: ['state'] });
      wakeCampaigns(tctx);
    }
    return readCampaign(tctx, campaignId);
  });
}

/** Writes the state of a campaign that the caller has locked, and tells of it. */
export async function writeState(ctx: TxCtx, campaignId: string, { state, nextAt, event }: StateChange): Promise<void> {
  const { tx, at, workspace } = ctx;
  await tx`
    update campaigns set state = ${state}, next_at = ${nextAt},
      started_at = case when ${state} = 'running' then coalesce(started_at, ${at}) else started_at end,
      ended_at = case when ${state} in ('finished', 'cancelled') then ${at}::timestamptz end, updated_at = ${at}
    where workspace_id = ${workspace.id} and id = ${campaignId}`;
  recordEvent(ctx, { type: event, data: { campaignId, state } });
}

/** Running, or scheduled where its time is still to come. */
export function begun({ startAt }: LockedCampaign, at: Date): Omit<StateChange, 'event'> {
  if (startAt && startAt > at) return { state: 'scheduled', nextAt: startAt };
  return { state: 'running', nextAt: at };
}
