import type { ChecklistGroup, ChecklistItem } from '../../modules/checklist/index.ts';
import { fromDocument } from './from-document.ts';
import type { OmniChecklistGroup, OmniChecklistItem } from './schemas.ts';
import { isFileType, toUpper } from './words.ts';

export function fromGroup({ id, name, conditions, items }: ChecklistGroup): OmniChecklistGroup {
  return { id, name, conditions, items: items.map(fromItem) };
}

function fromItem(item: ChecklistItem): OmniChecklistItem {
  const { id, checklistItemId, value, status, itemOverride } = item;
  return {
    id,
    checklistItemId,
    value,
    status: toUpper(status),
    itemOverride,
    checklistItem: {
      // An item of this lead alone has no other id.
      id: checklistItemId ?? id,
      code: item.code,
      label: item.label,
      fieldType: item.fieldType,
      isRequired: item.isRequired,
      conditions: item.conditions,
      ...(item.config !== null && { config: item.config }),
      ...(item.clientInstructions !== null && { clientInstructions: item.clientInstructions }),
      ...(item.agentInstructions !== null && { agentInstructions: item.agentInstructions }),
      ...(item.validationRules.length > 0 && { validationRules: item.validationRules }),
    },
    ...(isFileType(item.fieldType) && { documents: item.documents.map(fromDocument) }),
  };
}
