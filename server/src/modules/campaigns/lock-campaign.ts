import type { TxCtx } from '../../db/database.ts';
import { notFound } from '../../kernel/errors.ts';
import type { Campaign, CampaignState } from './campaign.ts';

/** What a writer of a campaign must know of it before. */
export interface LockedCampaign {
  readonly id: string;
  readonly name: string;
  readonly state: CampaignState;
  readonly workflowId: string | null;
  readonly perHour: number | null;
  readonly windows: Campaign['windows'];
  readonly startAt: Date | null;
  readonly nextAt: Date | null;
}

/** The campaign's row for update: who changes it and who takes leads of it go one after the other. Raises `not_found`. */
export async function lockCampaign({ tx, workspace }: TxCtx, campaignId: string): Promise<LockedCampaign> {
  const [row] = await tx<LockedCampaign[]>`
    select id, name, state, workflow_id, per_hour, windows, start_at, next_at from campaigns
    where workspace_id = ${workspace.id} and id = ${campaignId} for update`;
  if (!row) throw notFound('campaign');
  return row;
}

/** Has the campaigns looked at once this transaction has committed. */
export function wakeCampaigns(ctx: TxCtx): void {
  ctx.afterCommit(() => ctx.db.signals.send('campaigns'));
}
