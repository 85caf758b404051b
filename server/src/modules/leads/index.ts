import { createLeadOperation } from './create-lead.ts';
import { deleteLeadOperation } from './delete-lead.ts';
import { deleteLeadVariableOperation } from './delete-lead-variable.ts';
import { eraseLeadOperation } from './erase-lead.ts';
import { getLeadOperation } from './get-lead.ts';
import { listLeadVariableChangesOperation } from './list-lead-variable-changes.ts';
import { listLeadsOperation } from './list-leads.ts';
import { setLeadVariableOperation } from './set-lead-variable.ts';
import { updateLeadOperation } from './update-lead.ts';

export { bookingContext, valuesOfLead } from './booking-context.ts';
export { createLead, insertLead, type NewLead } from './create-lead.ts';
export { deleteLead } from './delete-lead.ts';
export { eraseLead } from './erase-lead.ts';
export { getLead, leadParams } from './get-lead.ts';
export { type Lead, type LeadVariable, type Stage, variableSchema } from './lead.ts';
export { leadFields } from './lead-input.ts';
export { listLeads } from './list-leads.ts';
export { moveStatus, moveToFlag, setStage } from './progress.ts';
export { removeVariable, setVariable } from './set-variable.ts';
export { lockLead, touchLead, updateLead } from './update-lead.ts';

export const leadOperations = [
  createLeadOperation,
  listLeadsOperation,
  getLeadOperation,
  updateLeadOperation,
  deleteLeadOperation,
  eraseLeadOperation,
  setLeadVariableOperation,
  deleteLeadVariableOperation,
  listLeadVariableChangesOperation,
] as const;
