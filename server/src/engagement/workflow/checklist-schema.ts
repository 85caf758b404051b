import { z } from 'zod';
import { conditionSchema, valueSchema } from './condition.ts';
import { key, label, sentence } from './primitives.ts';

export const checklistTypes = [
  'TEXT',
  'NUMBER',
  'DATE',
  'EMAIL',
  'PHONE',
  'SELECT',
  'EIN',
  'FILE',
  'ID',
  'BANK_STATEMENT',
  'TAX_RETURN',
] as const;

/** The types that documents complete, not a value. */
export const documentTypes: ReadonlySet<string> = new Set(['FILE', 'ID', 'BANK_STATEMENT', 'TAX_RETURN']);

const item = z.strictObject({
  code: key,
  label: label.describe('The name people read.'),
  fieldType: z
    .enum(checklistTypes)
    .describe('What completes it. FILE, ID, BANK_STATEMENT and TAX_RETURN are documents.'),
  required: z.boolean().default(true).describe('The checklist is complete only with this item.'),
  field: key.optional().describe('The field whose value completes this item.'),
  conditions: conditionSchema.optional().describe('Wanted only while this holds.'),
  config: z.record(z.string(), valueSchema).optional().describe('Settings of the type, such as minFiles.'),
  clientInstructions: sentence.optional().describe('What the lead reads.'),
  agentInstructions: sentence.optional().describe('What the agent and your team read.'),
  validationRules: z.array(sentence).max(20).default([]).describe('What a person checks before accepting it.'),
});

/** A group of items that a lead must complete. */
export const checklistGroupSchema = z.strictObject({
  name: label.describe('The heading people read.'),
  conditions: conditionSchema.optional().describe('Wanted only while this holds.'),
  items: z.array(item).min(1).max(100).describe('What is wanted.'),
});

export type ChecklistGroup = z.infer<typeof checklistGroupSchema>;
