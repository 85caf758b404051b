import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { findWorkflow } from '../workflows/index.ts';
import { type Campaign, campaignSchema, readCampaign } from './campaign.ts';
import { campaignFields } from './campaign-input.ts';

export const newCampaignSchema = z.strictObject(campaignFields);
export type NewCampaign = z.infer<typeof newCampaignSchema>;

/** Makes a campaign that leads can be put into. Raises `forbidden` for a test key, `not_found` for an unknown workflow. */
export async function createCampaign(ctx: Ctx, input: NewCampaign): Promise<Campaign> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'A campaign');
  const { name, workflow: wanted, perHour = null, windows = null, startAt = null } = input;
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    const workflow = wanted === undefined ? undefined : await findWorkflow(tctx, wanted);
    const id = tctx.newId(tctx.at);
    const createdAt = timeOfId(id);
    await tx`
      insert into campaigns (workspace_id, id, name, workflow_id, per_hour, windows, start_at, created_at, updated_at)
      values (${workspace.id}, ${id}, ${name}, ${workflow?.id ?? null}, ${perHour}, ${windows && tx.json(asJson(windows))},
        ${startAt}, ${createdAt}, ${createdAt})`;
    recordEvent(tctx, { type: 'campaign.created', data: { campaignId: id, name } });
    recordAudit(tctx, { verb: 'createCampaign', objectType: 'campaign', objectId: id });
    return readCampaign(tctx, id);
  });
}

export const createCampaignOperation = defineOperation({
  operationId: 'createCampaign',
  method: 'POST',
  path: '/v1/campaigns',
  tag: 'Campaigns',
  summary: 'Create a campaign',
  description:
    'A batch of leads for a workflow. Add leads, then start it: nobody is contacted before. A lead that is made elsewhere can name it as `campaignId`, which says where it came from and does not put it in line. Not with a test key, as live leads share it.',
  auth: 'key',
  scope: 'workflows:write',
  body: newCampaignSchema,
  success: { status: 201, description: 'The campaign.', schema: campaignSchema },
  errors: ['not_found'],
  idempotent: true,
  handle: (ctx: Ctx, { body }) => createCampaign(ctx, body),
});
