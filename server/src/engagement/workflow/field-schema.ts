import { z } from 'zod';
import { conditionSchema } from './condition.ts';
import { date, key, label, sentence } from './primitives.ts';

const fieldTypes = [
  'text',
  'name',
  'place',
  'number',
  'integer',
  'currency',
  'boolean',
  'date',
  'time',
  'datetime',
  'email',
  'phone',
  'select',
  'multiselect',
  'url',
] as const;

const leadProperties = [
  'name',
  'email',
  'phone',
  'businessName',
  'title',
  'website',
  'goal',
  'intent',
  'timeline',
] as const;

const option = z.strictObject({
  value: z.string().trim().min(1).max(120).describe('What is stored and shown in the API.'),
  label: label.optional().describe('What the lead reads; the value where it is missing.'),
  synonyms: z.array(label).max(50).default([]).describe('Other words by which people say it.'),
});

const validation = z.strictObject({
  min: z.number().optional().describe('The smallest number or amount.'),
  max: z.number().optional().describe('The largest number or amount.'),
  minLength: z.int().min(0).optional().describe('The fewest characters of a text.'),
  maxLength: z.int().min(1).optional().describe('The most characters of a text.'),
  pattern: z.string().max(500).optional().describe('A regular expression that the whole text must match.'),
  notBefore: z
    .union([date, z.literal('today')], 'write a day that exists as YYYY-MM-DD, or today')
    .optional()
    .describe('The first day that is accepted: YYYY-MM-DD, or today.'),
  notAfter: date.optional().describe('The last day that is accepted.'),
  message: sentence.optional().describe('What the agent says when the answer does not pass.'),
});

/** One thing that the workflow wants to know. */
export const fieldSchema = z.strictObject({
  key,
  label: label.describe('The name people read, in the inbox and when the agent repeats what it understood.'),
  type: z.enum(fieldTypes).describe('What kind of value it is: this decides how words are understood.'),
  ask: sentence.describe('The question the agent asks.'),
  description: sentence.optional().describe('A note for your team.'),
  required: z
    .boolean()
    .default(true)
    .describe('Asked for until known. A field that is not required is only listened for.'),
  options: z
    .array(option)
    .max(200)
    .default([])
    .describe('The closed list of a select or multiselect; of a boolean, words that mean yes or no.'),
  hints: z
    .array(label)
    .max(50)
    .default([])
    .describe('Words near which the value stands ("rooms", "budget"): they tell this field from others of its type.'),
  synonyms: z.array(label).max(50).default([]).describe('Other names people use for the field itself.'),
  validation: validation.optional().describe('What an answer must be to be accepted.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'write a currency as its ISO 4217 code, such as EUR')
    .optional()
    .describe("The ISO 4217 code an amount is in when none is said; that of the workspace's country where missing."),
  when: conditionSchema.optional().describe('Asked only while this holds.'),
  leadProperty: z.enum(leadProperties).optional().describe("The lead's own property that this field also fills."),
  metadataKey: z
    .string()
    .min(1)
    .max(120)
    .optional()
    .describe('Filled from this key of the metadata the lead came with.'),
});

export type FieldType = (typeof fieldTypes)[number];
export type WorkflowField = z.infer<typeof fieldSchema>;
