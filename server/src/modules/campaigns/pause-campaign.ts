import type { Ctx } from '../../db/database.ts';
import { conflict } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Campaign, campaignParams, campaignSchema } from './campaign.ts';
import { changeState } from './change-state.ts';

/** Pauses a campaign that was started. Raises `not_found`, `forbidden` for a test key, `conflict` not_running. */
export function pauseCampaign(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<Campaign> {
  return changeState(ctx, {
    campaignId,
    verb: 'pauseCampaign',
    decide: ({ state }) => {
      if (state === 'paused') return undefined;
      if (state !== 'scheduled' && state !== 'running')
        throw conflict('not_running', `The campaign is ${state}: there is nothing to pause.`);
      return { state: 'paused', nextAt: null, event: 'campaign.paused' };
    },
  });
}

export const pauseCampaignOperation = defineOperation({
  operationId: 'pauseCampaign',
  method: 'POST',
  path: '/v1/campaigns/{campaignId}/pause',
  tag: 'Campaigns',
  summary: 'Pause a campaign',
  description:
    'Nobody else is taken until it is resumed; who was enrolled goes on. Pausing again changes nothing; one that was not started, or is over, is a 409 `not_running`.',
  auth: 'key',
  scope: 'workflows:write',
  params: campaignParams,
  success: { status: 200, description: 'The campaign as it is now.', schema: campaignSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params }) => pauseCampaign(ctx, params),
});
