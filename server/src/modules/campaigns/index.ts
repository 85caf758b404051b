import { createCampaignOperation } from './create-campaign.ts';
import { listCampaignsOperation } from './list-campaigns.ts';

export type { Campaign } from './campaign.ts';
export { createCampaign, type NewCampaign } from './create-campaign.ts';
export { listCampaigns } from './list-campaigns.ts';

export const campaignOperations = [listCampaignsOperation, createCampaignOperation] as const;
