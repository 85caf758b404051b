import type { Ctx } from '../../db/database.ts';
import { conflict } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Campaign, campaignParams, campaignSchema } from './campaign.ts';
import { begun, changeState } from './change-state.ts';

/** Starts a campaign, or schedules it. Raises `not_found`, `forbidden` for a test key, `conflict` no_workflow, not_draft. */
export function startCampaign(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<Campaign> {
  return changeState(ctx, {
    campaignId,
    verb: 'startCampaign',
    decide: (before, at) => {
      if (before.state === 'scheduled' || before.state === 'running') return undefined;
      if (before.state !== 'draft')
        throw conflict(
          'not_draft',
          `The campaign is ${before.state}: resume a paused one, make another for one that is over.`,
        );
      if (before.workflowId === null)
        throw conflict('no_workflow', 'Give the campaign the workflow that its leads are to be taken into.');
      return { ...begun(before, at), event: 'campaign.started' };
    },
  });
}

export const startCampaignOperation = defineOperation({
  operationId: 'startCampaign',
  method: 'POST',
  path: '/v1/campaigns/{campaignId}/start',
  tag: 'Campaigns',
  summary: 'Start a campaign',
  description:
    'Its leads are taken into its workflow, at its pace, in the order in which they were added; with a `startAt` that is still to come it is `scheduled` until then. Leads can be added while it runs. Starting again changes nothing; without a workflow it is a 409 `no_workflow`, and a 409 `not_draft` once it was paused or is over.',
  auth: 'key',
  scope: 'workflows:write',
  params: campaignParams,
  success: { status: 200, description: 'The campaign as it is now.', schema: campaignSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params }) => startCampaign(ctx, params),
});
