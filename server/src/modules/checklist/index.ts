import { addChecklistItemOperation } from './add-checklist-item.ts';
import { getChecklistOperation } from './get-checklist.ts';
import { setCompletionOperation } from './set-completion.ts';
import { updateChecklistItemOperation } from './update-checklist-item.ts';

export { addChecklistItem, type NewChecklistItem, newItemFields } from './add-checklist-item.ts';
export { answerItem } from './answer-item.ts';
export {
  type ChecklistGroup,
  type ChecklistItem,
  checklistGroupSchema,
  type ItemRow,
  type ItemStatus,
  selectItems,
  selectValues,
  toGroups,
} from './checklist.ts';
export { getChecklist } from './get-checklist.ts';
export { fieldOfItem } from './read-item-text.ts';
export { type ItemByCode, setChecklistItems } from './set-checklist-items.ts';
export { type Completion, NOT_INTERESTED, setCompletion } from './set-completion.ts';
export { updateChecklistItem } from './update-checklist-item.ts';

export const checklistOperations = [
  getChecklistOperation,
  addChecklistItemOperation,
  updateChecklistItemOperation,
  setCompletionOperation,
] as const;
