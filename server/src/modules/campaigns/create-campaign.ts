import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { findWorkflow } from '../workflows/index.ts';
import { type Campaign, campaignSchema, selectCampaigns } from './campaign.ts';

const newCampaignSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  workflow: z.string().max(60).optional().describe("A workflow's key or id, which the campaign's leads are meant for."),
});
export type NewCampaign = z.infer<typeof newCampaignSchema>;

/** Makes a campaign that leads can be put into. Raises `forbidden` for a test key, `not_found` for an unknown workflow. */
export async function createCampaign(ctx: Ctx, { name, workflow: wanted }: NewCampaign): Promise<Campaign> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'A campaign');
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    const workflow = wanted === undefined ? undefined : await findWorkflow(tctx, wanted);
    const id = tctx.newId(tctx.at);
    const createdAt = timeOfId(id);
    await tx`
      insert into campaigns (workspace_id, id, name, workflow_id, created_at, updated_at)
      values (${workspace.id}, ${id}, ${name}, ${workflow?.id ?? null}, ${createdAt}, ${createdAt})`;
    await recordAudit(tctx, { verb: 'createCampaign', objectType: 'campaign', objectId: id });
    const [made] = await selectCampaigns(tx, tx`where c.workspace_id = ${workspace.id} and c.id = ${id}`);
    if (!made) throw new Error(`campaign ${id} has gone`);
    return made;
  });
}

export const createCampaignOperation = defineOperation({
  operationId: 'createCampaign',
  method: 'POST',
  path: '/v1/campaigns',
  tag: 'Campaigns',
  summary: 'Create a campaign',
  description: 'A batch of leads: give its id as `campaignId` with each. Not with a test key, as live leads share it.',
  auth: 'key',
  scope: 'workflows:write',
  body: newCampaignSchema,
  success: { status: 201, description: 'The campaign.', schema: campaignSchema },
  errors: ['not_found'],
  idempotent: true,
  handle: (ctx: Ctx, { body }) => createCampaign(ctx, body),
});
