import { addCampaignLeadsOperation } from './add-campaign-leads.ts';
import { cancelCampaignOperation } from './cancel-campaign.ts';
import { createCampaignOperation } from './create-campaign.ts';
import { getCampaignOperation } from './get-campaign.ts';
import { listCampaignLeadsOperation } from './list-campaign-leads.ts';
import { listCampaignsOperation } from './list-campaigns.ts';
import { pauseCampaignOperation } from './pause-campaign.ts';
import { resumeCampaignOperation } from './resume-campaign.ts';
import { startCampaignOperation } from './start-campaign.ts';
import { updateCampaignOperation } from './update-campaign.ts';

export { addCampaignLeads, campaignLeadsInput } from './add-campaign-leads.ts';
export type { Campaign } from './campaign.ts';
export { cancelCampaign } from './cancel-campaign.ts';
export { createCampaign, newCampaignSchema } from './create-campaign.ts';
export { getCampaign } from './get-campaign.ts';
export { listCampaignLeads } from './list-campaign-leads.ts';
export { listCampaigns } from './list-campaigns.ts';
export { pauseCampaign } from './pause-campaign.ts';
export { resumeCampaign } from './resume-campaign.ts';
export { startCampaigns } from './run-campaigns.ts';
export { startCampaign } from './start-campaign.ts';
export { campaignChangeSchema, updateCampaign } from './update-campaign.ts';

export const campaignOperations = [
  listCampaignsOperation,
  createCampaignOperation,
  getCampaignOperation,
  updateCampaignOperation,
  addCampaignLeadsOperation,
  listCampaignLeadsOperation,
  startCampaignOperation,
  pauseCampaignOperation,
  resumeCampaignOperation,
  cancelCampaignOperation,
] as const;
