import type { ChecklistGroup, ChecklistItem } from '../../modules/checklist/index.ts';

const at = '2026-01-30T02:00:00.000Z';

/** A required item that takes a text and waits for it, or as `item` says. */
export function itemOf(item: Partial<ChecklistItem> = {}): ChecklistItem {
  return {
    id: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e01',
    leadId: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e04',
    checklistItemId: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e02',
    code: 'business_name',
    label: 'Business Name',
    fieldType: 'TEXT',
    isRequired: true,
    status: 'todo',
    value: null,
    valueSource: null,
    problem: null,
    itemOverride: null,
    config: null,
    conditions: null,
    clientInstructions: null,
    agentInstructions: null,
    validationRules: [],
    isAutoSkipped: false,
    documents: [],
    createdAt: at,
    updatedAt: at,
    ...item,
  };
}

/** A group of one such item. */
export function groupOf(item: Partial<ChecklistItem> = {}): ChecklistGroup {
  return {
    id: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e03',
    name: 'Business Information',
    conditions: null,
    items: [itemOf(item)],
  };
}
