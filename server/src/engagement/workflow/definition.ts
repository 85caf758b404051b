// What an operator writes in a workflow file. One schema gives validation, types and docs/workflow.schema.json.
import { z } from 'zod';
import { conditionSchema, valueSchema } from './condition.ts';

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, 'use lower-case letters, digits and _, starting with a letter, at most 60')
  .describe('A name for machines: lower-case letters, digits and _, never shown to the lead.');
const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, 'use lower-case letters, digits and -, starting with a letter, at most 60');
const label = z.string().trim().min(1).max(120);
const sentence = z.string().trim().min(1).max(1000);
const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a time as HH:MM, 24 hours, in quotes ("09:00")');
const date = z.iso.date('write a date as YYYY-MM-DD');

export const fieldTypes = [
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

const option = z.strictObject({
  value: z.string().trim().min(1).max(120).describe('What is stored and shown in the API.'),
  label: label.optional().describe('What the lead reads; the value where it is missing.'),
  synonyms: z.array(label).max(50).default([]).describe('Other words by which people say it.'),
});

export const fieldSchema = z.strictObject({
  key,
  label,
  type: z.enum(fieldTypes),
  ask: sentence.describe('The question the agent asks.'),
  description: sentence.optional(),
  required: z
    .boolean()
    .default(true)
    .describe('Asked for until known. A field that is not required is only listened for.'),
  options: z.array(option).max(200).default([]).describe('The closed list of a select or multiselect.'),
  hints: z
    .array(label)
    .max(50)
    .default([])
    .describe('Words near which the value stands ("rooms", "budget"): they tell this field from others of its type.'),
  synonyms: z.array(label).max(50).default([]).describe('Other names people use for the field itself.'),
  validation: z
    .strictObject({
      min: z.number().optional(),
      max: z.number().optional(),
      minLength: z.int().min(0).optional(),
      maxLength: z.int().min(1).optional(),
      pattern: z.string().max(500).optional().describe('A regular expression that the whole text must match.'),
      notBefore: z.union([date, z.literal('today')]).optional(),
      notAfter: date.optional(),
      message: sentence.optional().describe('What the agent says when the answer does not pass.'),
    })
    .optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'write a currency as its ISO 4217 code, such as EUR')
    .optional(),
  when: conditionSchema.optional().describe('Asked only while this holds.'),
  leadProperty: z
    .enum(['name', 'email', 'phone', 'businessName', 'title', 'website', 'goal', 'intent', 'timeline'])
    .optional()
    .describe("The lead's own property that this field also fills."),
  metadataKey: z
    .string()
    .min(1)
    .max(120)
    .optional()
    .describe('Filled from this key of the metadata the lead came with.'),
});

export const statusCategories = ['active', 'won', 'lost', 'paused', 'deferred'] as const;

const statusSchema = z.strictObject({
  key,
  label,
  category: z.enum(statusCategories),
  flags: z
    .array(z.enum(['initial', 'terminal', 'contacted', 'engaged', 'qualified', 'booking_target', 'pauses_agent']))
    .default([]),
  gate: z
    .strictObject({
      requires: z.array(key).optional().describe('Fields that must be known to enter this status.'),
      rules: conditionSchema.optional(),
      autoEvaluate: z.boolean().default(false).describe('Enter by itself as soon as the gate holds.'),
    })
    .optional(),
  timeout: z
    .strictObject({ after: z.number().positive(), unit: z.enum(['minutes', 'hours', 'days']), to: key })
    .optional(),
});

const disqualification = z.strictObject({
  key,
  when: conditionSchema,
  reason: sentence.describe('Noted on the lead; never shown to it.'),
  say: sentence.describe('What the agent says, kindly.'),
});

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

const checklistGroup = z.strictObject({
  name: label,
  conditions: conditionSchema.optional(),
  items: z
    .array(
      z.strictObject({
        code: key,
        label,
        fieldType: z.enum(checklistTypes),
        required: z.boolean().default(true),
        field: key.optional().describe('The field whose value completes this item.'),
        conditions: conditionSchema.optional(),
        config: z.record(z.string(), valueSchema).optional(),
        clientInstructions: sentence.optional(),
        agentInstructions: sentence.optional(),
        validationRules: z.array(sentence).max(20).default([]),
      }),
    )
    .min(1),
});

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const opening = z.array(z.strictObject({ from: clockTime, to: clockTime })).max(12);
const hours = z.strictObject({
  monday: opening.optional(),
  tuesday: opening.optional(),
  wednesday: opening.optional(),
  thursday: opening.optional(),
  friday: opening.optional(),
  saturday: opening.optional(),
  sunday: opening.optional(),
});

const resource = z.strictObject({
  key,
  name: label,
  synonyms: z.array(label).max(20).default([]),
  hours: hours.optional().describe('Own hours, in place of those of the booking.'),
  closures: z.array(date).default([]),
  capacity: z.int().min(1).max(500).default(1).describe('How many leads can have the same slot.'),
  when: conditionSchema.optional().describe('Offered only while this holds, such as one that does only some services.'),
});

export const bookingSchema = z.strictObject({
  title: label,
  durationMinutes: z.int().min(5).max(1440),
  durations: z
    .strictObject({ field: key, minutes: z.record(z.string(), z.int().min(5).max(1440)) })
    .optional()
    .describe('A duration by the value of a select field.'),
  slotStepMinutes: z
    .int()
    .min(5)
    .max(1440)
    .optional()
    .describe('How far apart slots begin; the duration where missing.'),
  bufferMinutes: z.int().min(0).max(480).default(0).describe('Kept free after each appointment.'),
  noticeMinutes: z
    .int()
    .min(0)
    .max(43_200)
    .default(60)
    .describe('How long before its start a slot can still be booked.'),
  horizonDays: z.int().min(1).max(365).default(30).describe('How far ahead slots are offered.'),
  timeZone: z.string().optional().describe("IANA name; the workspace's where it is missing."),
  hours,
  closures: z.array(date).default([]).describe('Days closed, holidays included.'),
  resources: z
    .array(resource)
    .max(100)
    .default([])
    .describe('People or rooms that can be booked; one nameless where empty.'),
  resourceField: key.optional().describe('The field by which a lead asks for a resource by name.'),
  dateField: key.optional().describe('The field that keeps the day asked for.'),
  timeField: key.optional().describe('The field that keeps the time asked for.'),
  location: z.strictObject({ type: z.enum(['in_person', 'phone', 'video']), details: sentence.optional() }).optional(),
});

const commonAnswer = z.strictObject({
  key,
  questions: z.array(sentence).min(1).max(50).describe('Ways in which people ask it.'),
  answer: sentence,
});

export const workflowSchema = z.strictObject({
  key: slug,
  name: label,
  description: sentence.optional(),
  goal: z.enum(['appointment', 'qualification', 'collection']),
  agent: z.strictObject({
    name: label,
    role: label.describe('Read in "I am Mia, {role}": write it with its article.'),
    tone: z.enum(['friendly', 'formal', 'brief']).default('friendly'),
    greeting: sentence
      .optional()
      .describe('The first words; that it is an assistant is added where they do not say so.'),
    language: z.enum(['en']).default('en'),
  }),
  fields: z.array(fieldSchema).max(100),
  statuses: z.array(statusSchema).min(1).max(50),
  disqualify: z.array(disqualification).max(50).default([]),
  handover: z
    .strictObject({
      when: conditionSchema.optional(),
      words: z
        .array(label)
        .max(50)
        .default([])
        .describe('Words upon which a person takes over ("lawyer", "complaint").'),
      say: sentence.optional(),
    })
    .optional(),
  checklist: z.array(checklistGroup).max(50).default([]),
  booking: bookingSchema.optional(),
  answers: z.array(commonAnswer).max(200).default([]),
  closing: sentence.optional().describe('What the agent says when all is known and nothing is left to book.'),
});

export type WorkflowDefinition = z.infer<typeof workflowSchema>;
export type WorkflowField = z.infer<typeof fieldSchema>;
export type FieldType = (typeof fieldTypes)[number];
export type FieldOption = WorkflowField['options'][number];
export type WorkflowStatus = z.infer<typeof statusSchema>;
export type BookingRule = z.infer<typeof bookingSchema>;
export type BookableResource = BookingRule['resources'][number];
export type Weekday = (typeof weekdays)[number];
export type ChecklistGroup = z.infer<typeof checklistGroup>;
