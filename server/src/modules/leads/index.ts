import { createLeadOperation } from './create-lead.ts';
import { deleteLeadOperation } from './delete-lead.ts';
import { deleteLeadVariableOperation } from './delete-lead-variable.ts';
import { eraseLeadOperation } from './erase-lead.ts';
import { getLeadOperation } from './get-lead.ts';
import { getLeadScoreOperation } from './get-lead-score.ts';
import { importLeadsFromTextOperation } from './import-leads-from-text.ts';
import { listLeadMatchesOperation } from './list-lead-matches.ts';
import { listLeadVariableChangesOperation } from './list-lead-variable-changes.ts';
import { listLeadsOperation } from './list-leads.ts';
import { mergeLeadOperation } from './merge-lead.ts';
import { setLeadVariableOperation } from './set-lead-variable.ts';
import { unmergeLeadOperation } from './unmerge-lead.ts';
import { updateLeadOperation } from './update-lead.ts';
import { upsertLeadOperation } from './upsert-lead.ts';

export { bookingContext, valuesOfLead } from './booking-context.ts';
export { cancelPending } from './cancel-pending.ts';
export { changeWorkflow } from './change-workflow.ts';
export { createLead } from './create-lead.ts';
export { createLeads } from './create-leads.ts';
export { deleteLead } from './delete-lead.ts';
export { deleteLeads, type LeadSelection } from './delete-leads.ts';
export { enterStatus } from './enter-status.ts';
export { eraseLead } from './erase-lead.ts';
export { statusFacts } from './evaluate-gates.ts';
export { fitToField } from './fit-to-field.ts';
export { fitsFilters, type LeadFilters, leadFiltersBody } from './fits-filters.ts';
export { getLead, leadParams, readLead, requireLead } from './get-lead.ts';
export { giveToAgent } from './hand-back.ts';
export { askAboutQuestion, askForPerson, giveToPerson, stopAgent, stopAwaitingPerson } from './hand-over.ts';
export { importLeadsFromText } from './import-leads-from-text.ts';
export { insertLead } from './insert-lead.ts';
export { type Lead, type LeadVariable, leadSchema, type Stage, variableSchema } from './lead.ts';
export { leadFields } from './lead-input.ts';
export { runSchema } from './lead-parts.ts';
export { type LeadMatch, leadMatchSchema, toMatch } from './list-lead-matches.ts';
export { listLeads } from './list-leads.ts';
export { type LockedLead, lockLead, touchLead } from './lock-lead.ts';
export { mergeLead } from './merge-lead.ts';
export {
  type ContactPoint,
  createLeadSchema,
  type FirstContact,
  firstContactSchema,
  type NewLead,
  upsertLeadSchema,
} from './new-lead.ts';
export { optIn, optOut } from './opt-out.ts';
export { patchMetadata } from './patch-metadata.ts';
export { moveStatus, moveToFlag, setStage } from './progress.ts';
export { renewCadence } from './renew-cadence.ts';
export { startSnapshotRenewal } from './renew-snapshots.ts';
export { requestPerson } from './request-person.ts';
export { type FoundLeads, type LeadCondition, type LeadSearch, searchLeads } from './search-leads.ts';
export { dropVariable, removeVariable, setVariable, storeVariable } from './set-variable.ts';
export { settleChecklist } from './settle-checklist.ts';
export { cancelStatusTimeout, renewStatusTimeouts, STATUS_TIMEOUT, setStatusTimeout } from './status-timeout.ts';
export { stopTimers } from './stop-timers.ts';
export { unmergeLead } from './unmerge-lead.ts';
export { type LeadChange, type LeadStanding, updateLead } from './update-lead.ts';
export { type UpsertedLead, type UpsertOptions, upsertLead } from './upsert-lead.ts';
export { type UpsertOutcome, upsertLeads } from './upsert-leads.ts';
export { hasRoomFor, lengthOf, lengthOfVariable, MAX_VARIABLES_LENGTH, requireRoom } from './variable-room.ts';
export { HAND_BACK_TIMER, handBackHours, watchSilence } from './watch-silence.ts';

export const leadOperations = [
  createLeadOperation,
  importLeadsFromTextOperation,
  upsertLeadOperation,
  listLeadsOperation,
  getLeadOperation,
  getLeadScoreOperation,
  updateLeadOperation,
  deleteLeadOperation,
  eraseLeadOperation,
  listLeadMatchesOperation,
  mergeLeadOperation,
  unmergeLeadOperation,
  setLeadVariableOperation,
  deleteLeadVariableOperation,
  listLeadVariableChangesOperation,
] as const;
