import { getLeadOverviewOperation } from './get-lead-overview.ts';

export { getLeadOverview, type LeadOverview } from './get-lead-overview.ts';
export type { OverviewAction } from './overview-action.ts';

export const overviewOperations = [getLeadOverviewOperation] as const;
