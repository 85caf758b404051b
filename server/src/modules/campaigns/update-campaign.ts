import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defined } from '../../kernel/defined.ts';
import { conflict } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { findWorkflow } from '../workflows/index.ts';
import { type Campaign, campaignParams, campaignSchema, readCampaign } from './campaign.ts';
import { campaignFields } from './campaign-input.ts';
import { type LockedCampaign, lockCampaign, wakeCampaigns } from './lock-campaign.ts';

export const campaignChangeSchema = z
  .strictObject(campaignFields)
  .partial()
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Give at least one field to change.');
export type CampaignChange = z.infer<typeof campaignChangeSchema>;

/**
 * Changes what is given and leaves the rest; null clears. A new pace or new windows hold from the next lead on. Raises
 * `not_found`, `forbidden` for a test key, `conflict` campaign_started for a workflow or a start that is settled.
 */
export async function updateCampaign(
  ctx: Ctx,
  { campaignId, change }: { campaignId: string; change: CampaignChange },
): Promise<Campaign> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'A campaign');
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const before = await lockCampaign(tctx, campaignId);
    refuseLate(before, change);
    const { workflow: wanted, windows, ...plain } = change;
    const workflow = wanted === undefined ? undefined : await findWorkflow(tctx, wanted);
    const columns = {
      ...defined(plain),
      ...(workflow && { workflowId: workflow.id }),
      ...(windows !== undefined && { windows: windows && tx.json(asJson(windows)) }),
      nextAt: nextAfter(before, change, at),
      updatedAt: at,
    };
    await tx`update campaigns set ${tx(columns)} where workspace_id = ${workspace.id} and id = ${campaignId}`;
    const changed = Object.keys(defined(change));
    recordEvent(tctx, { type: 'campaign.updated', data: { campaignId, changed } });
    recordAudit(tctx, { verb: 'updateCampaign', objectType: 'campaign', objectId: campaignId, changed });
    wakeCampaigns(tctx);
    return readCampaign(tctx, campaignId);
  });
}

function refuseLate({ state }: LockedCampaign, { workflow, startAt }: CampaignChange): void {
  if (workflow !== undefined && state !== 'draft')
    throw conflict('campaign_started', 'Its leads are on their way into its workflow. Make another campaign.');
  if (startAt !== undefined && state !== 'draft' && state !== 'scheduled')
    throw conflict('campaign_started', 'It has started. Pause it, and resume it when it may go on.');
}

/** Whoever waits for a time that was made out by the old pace or windows is looked at now. */
function nextAfter({ state, nextAt }: LockedCampaign, change: CampaignChange, at: Date): Date | null {
  if (state === 'scheduled' && change.startAt !== undefined) return change.startAt ? new Date(change.startAt) : at;
  const isReset = change.perHour !== undefined || change.windows !== undefined;
  return state === 'running' && isReset && nextAt ? at : nextAt;
}

export const updateCampaignOperation = defineOperation({
  operationId: 'updateCampaign',
  method: 'PATCH',
  path: '/v1/campaigns/{campaignId}',
  tag: 'Campaigns',
  summary: 'Update a campaign',
  description:
    'What is left out stays as it is; null clears. Pace and windows can change at any time; the workflow only before the start, and `startAt` until it has come: else a 409 `campaign_started`.',
  auth: 'key',
  scope: 'workflows:write',
  params: campaignParams,
  body: campaignChangeSchema,
  success: { status: 200, description: 'The campaign as it is now.', schema: campaignSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => updateCampaign(ctx, { ...params, change: body }),
});
