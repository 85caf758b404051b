import type { Ctx } from '../../db/database.ts';
import { conflict } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Campaign, campaignParams, campaignSchema } from './campaign.ts';
import { begun, changeState } from './change-state.ts';

/** Lets a paused campaign go on. Raises `not_found`, `forbidden` for a test key, `conflict` not_paused. */
export function resumeCampaign(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<Campaign> {
  return changeState(ctx, {
    campaignId,
    verb: 'resumeCampaign',
    decide: (before, at) => {
      if (before.state === 'scheduled' || before.state === 'running') return undefined;
      if (before.state !== 'paused')
        throw conflict('not_paused', `The campaign is ${before.state}: only a paused one can be resumed.`);
      return { ...begun(before, at), event: 'campaign.resumed' };
    },
  });
}

export const resumeCampaignOperation = defineOperation({
  operationId: 'resumeCampaign',
  method: 'POST',
  path: '/v1/campaigns/{campaignId}/resume',
  tag: 'Campaigns',
  summary: 'Resume a campaign',
  description:
    'It goes on with the next lead. Resuming one that runs changes nothing; any other that is not paused is a 409 `not_paused`.',
  auth: 'key',
  scope: 'workflows:write',
  params: campaignParams,
  success: { status: 200, description: 'The campaign as it is now.', schema: campaignSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params }) => resumeCampaign(ctx, params),
});
