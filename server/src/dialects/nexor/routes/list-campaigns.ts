import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { listCampaigns } from '../../../modules/campaigns/index.ts';
import { fromCampaign } from '../from-workflow.ts';
import { readPages } from '../read-pages.ts';
import { campaignListResponse } from '../workflow-schemas.ts';

export const listCampaignsOperation = defineOperation({
  operationId: 'listCampaigns',
  method: 'GET',
  path: '/api/public/campaigns',
  tag: 'Campaigns',
  summary: 'List campaigns',
  description: 'The 1,000 newest.',
  auth: 'key',
  scope: 'workflows:read',
  success: { status: 200, description: 'The campaigns.', schema: campaignListResponse },
  handle: async (ctx: Ctx) => {
    const campaigns = await readPages((query) => listCampaigns(ctx, query));
    return { success: true as const, campaigns: campaigns.map(fromCampaign) };
  },
});
