import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import { checklistTypes } from '../../engagement/workflow/checklist-schema.ts';
import { type Condition, holds, type Values } from '../../engagement/workflow/condition.ts';
import { documentSchema, type LeadDocument } from '../documents/index.ts';

const json = z.record(z.string(), z.unknown());

export const itemStatuses = ['todo', 'completed', 'invalid', 'skipped', 'needs_review'] as const;
export type ItemStatus = (typeof itemStatuses)[number];

export const checklistItemSchema = z
  .object({
    id: z.uuid().describe("The lead's own item: what is changed and uploaded to."),
    leadId: z.uuid(),
    checklistItemId: z.uuid().nullable().describe("The workflow's item; null for one of this lead alone."),
    code: z.string(),
    label: z.string(),
    fieldType: z.enum(checklistTypes),
    isRequired: z.boolean().describe('As its conditions and those of its group stand now.'),
    status: z.enum(itemStatuses),
    value: z.string().nullable(),
    valueSource: z.enum(['agent', 'imported', 'manual', 'portal']).nullable(),
    itemOverride: json.nullable(),
    config: json.nullable(),
    conditions: json.nullable(),
    clientInstructions: z.string().nullable(),
    agentInstructions: z.string().nullable(),
    validationRules: z.array(z.string()),
    isAutoSkipped: z.boolean().describe('Skipped because the whole was declared complete.'),
    documents: z.array(documentSchema),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'ChecklistItem' });
export type ChecklistItem = z.infer<typeof checklistItemSchema>;

export const checklistGroupSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    conditions: json.nullable(),
    items: z.array(checklistItemSchema),
  })
  .meta({ id: 'ChecklistGroup' });
export type ChecklistGroup = z.infer<typeof checklistGroupSchema>;

type PlainKey = 'conditions' | 'documents' | 'createdAt' | 'updatedAt';
export interface ItemRow extends Omit<ChecklistItem, PlainKey> {
  readonly workflowId: string | null;
  readonly fieldKey: string | null;
  readonly conditions: Condition | null;
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly groupConditions: Condition | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A lead's items, the workflow's in its order and the lead's own after them: one statement. */
export function selectItems({ tx, workspace }: TxCtx, leadId: string): Promise<ItemRow[]> {
  return tx<ItemRow[]>`
    select i.id, i.lead_id, i.checklist_item_id, coalesce(c.code, i.code) as code, coalesce(c.label, i.label) as label,
      coalesce(c.field_type, i.field_type) as field_type, coalesce(c.is_required, i.is_required) as is_required,
      i.status, i.value, i.value_source, i.item_override, coalesce(c.config, i.config) as config, c.conditions,
      coalesce(c.client_instructions, i.client_instructions) as client_instructions,
      coalesce(c.agent_instructions, i.agent_instructions) as agent_instructions,
      coalesce(c.validation_rules, i.validation_rules) as validation_rules, i.is_auto_skipped, i.created_at, i.updated_at,
      c.workflow_id, c.field_key, g.id as group_id, g.name as group_name, g.conditions as group_conditions
    from lead_checklist_items i
    left join checklist_items c on c.workspace_id = i.workspace_id and c.id = i.checklist_item_id
    left join checklist_groups g on g.workspace_id = c.workspace_id and g.id = c.group_id
    where i.workspace_id = ${workspace.id} and i.lead_id = ${leadId}
    order by c.workflow_id nulls last, g.position, c.position, i.id`;
}

/** What is known of a lead, as conditions compare it. */
export async function selectValues({ tx, workspace }: TxCtx, leadId: string): Promise<Values> {
  const rows = await tx<{ key: string; value: unknown }[]>`
    select key, value from variables where workspace_id = ${workspace.id} and lead_id = ${leadId}`;
  return new Map(rows.map(({ key, value }) => [key, value]));
}

/** The rows as groups, in their order; a lead's own items stand in a last group that bears the lead's id. */
export function toGroups(
  rows: readonly ItemRow[],
  documents: readonly LeadDocument[],
  values: Values,
): ChecklistGroup[] {
  const groups = new Map<string, ChecklistGroup>();
  for (const row of rows) {
    const id = row.groupId ?? row.leadId;
    const conditions = row.groupConditions && { ...row.groupConditions };
    const group: ChecklistGroup = groups.get(id) ?? {
      id,
      name: row.groupName ?? 'Additional items',
      conditions,
      items: [],
    };
    group.items.push(toItem(row, documents, values));
    groups.set(id, group);
  }
  return [...groups.values()];
}

/** Whether the checklist is complete only with this item, as things stand. */
export function isWanted({ isRequired, conditions, groupConditions }: ItemRow, values: Values): boolean {
  return isRequired && [conditions, groupConditions].every((condition) => !condition || holds(condition, values));
}

export function toItem(row: ItemRow, documents: readonly LeadDocument[], values: Values): ChecklistItem {
  const {
    workflowId: _workflow,
    fieldKey: _field,
    groupId: _group,
    groupName: _name,
    groupConditions: _,
    ...item
  } = row;
  return {
    ...item,
    isRequired: isWanted(row, values),
    conditions: row.conditions && { ...row.conditions },
    documents: documents.filter((one) => one.checklistItems.some((link) => link.leadChecklistItemId === row.id)),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
