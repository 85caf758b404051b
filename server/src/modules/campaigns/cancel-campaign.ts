import type { Ctx } from '../../db/database.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Campaign, campaignParams, campaignSchema } from './campaign.ts';
import { changeState } from './change-state.ts';

/** Ends a campaign for good, in whatever state. Raises `not_found`, `forbidden` for a test key. */
export function cancelCampaign(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<Campaign> {
  return changeState(ctx, {
    campaignId,
    verb: 'cancelCampaign',
    decide: ({ state }) =>
      state === 'cancelled' ? undefined : { state: 'cancelled', nextAt: null, event: 'campaign.cancelled' },
  });
}

export const cancelCampaignOperation = defineOperation({
  operationId: 'cancelCampaign',
  method: 'POST',
  path: '/v1/campaigns/{campaignId}/cancel',
  tag: 'Campaigns',
  summary: 'Cancel a campaign',
  description:
    'For good: who still waits counts as skipped (`campaign_cancelled`), and no leads can be added any more. Who was enrolled stays in the workflow. Cancelling again changes nothing.',
  auth: 'key',
  scope: 'workflows:write',
  params: campaignParams,
  success: { status: 200, description: 'The campaign as it is now.', schema: campaignSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => cancelCampaign(ctx, params),
});
