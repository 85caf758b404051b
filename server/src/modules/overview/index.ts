import { getLeadOverviewOperation } from './get-lead-overview.ts';

export { getLeadOverview, type LeadOverview, readLeadOverview } from './get-lead-overview.ts';
export type { OverviewAction } from './overview-action.ts';

export const overviewOperations = [getLeadOverviewOperation] as const;
