import type { LeadOverview } from '../../modules/overview/index.ts';
import { fromAction } from './from-action.ts';
import { fromGroup } from './from-checklist.ts';
import { fromDocument } from './from-document.ts';
import { fromLead, fromMatch } from './from-lead.ts';
import { leadStatus } from './lead-status.ts';
import type { OmniOverview } from './schemas.ts';

/** The standard shape of a lead, which reading and writing one answer alike. */
export function fromOverview(overview: LeadOverview, workspaceId: string): OmniOverview {
  const { lead, checklist, lastAction, nextFollowUp, nextDraft } = overview;
  return {
    lead: fromLead(lead, workspaceId),
    status: leadStatus(lead, checklist),
    checklistItems: checklist.map(fromGroup),
    documents: overview.documents.map(fromDocument),
    actionLogs: overview.actions.map((action) => fromAction(action, lead.id)),
    matchingLeads: overview.matchingLeads.map(fromMatch),
    lastAction: lastAction && fromAction(lastAction, lead.id),
    nextFollowUp: nextFollowUp && fromAction(nextFollowUp, lead.id),
    nextDraft: nextDraft && fromAction(nextDraft, lead.id),
  };
}
