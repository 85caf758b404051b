import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import { isWanted } from '../../engagement/checklist/wanted.ts';
import { checklistTypes } from '../../engagement/workflow/checklist-schema.ts';
import type { Condition, Values } from '../../engagement/workflow/condition.ts';
import { fromJsonTime } from '../../kernel/times.ts';
import { documentSchema, type LeadDocument } from '../documents/index.ts';

const json = z.record(z.string(), z.unknown());

export const itemStatuses = ['todo', 'completed', 'invalid', 'skipped', 'needs_review'] as const;
export type ItemStatus = (typeof itemStatuses)[number];
const valueSources = ['agent', 'imported', 'manual', 'portal'] as const;
export type ValueSource = (typeof valueSources)[number];

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
    valueSource: z.enum(valueSources).nullable(),
    problem: z.string().nullable().describe('What is wrong with it, in words for the lead.'),
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

/** An item as the view `checklist_item_views` shows it, its times as Postgres writes them inside JSON. */
export interface ItemRow extends Omit<ChecklistItem, 'conditions' | 'documents'> {
  readonly workflowId: string | null;
  readonly fieldKey: string | null;
  readonly conditions: Condition | null;
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly groupConditions: Condition | null;
}

/** A lead's items, the workflow's in its order and the lead's own after them: one statement. */
export async function selectItems({ tx, workspace }: TxCtx, leadId: string): Promise<ItemRow[]> {
  const rows = await tx<{ shown: ItemRow }[]>`
    select shown from checklist_item_views
    where workspace_id = ${workspace.id} and lead_id = ${leadId}
    order by workflow_id nulls last, group_position, item_position, id`;
  return rows.map(({ shown }) => shown);
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
    createdAt: fromJsonTime(row.createdAt),
    updatedAt: fromJsonTime(row.updatedAt),
  };
}
