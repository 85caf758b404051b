import { z } from 'zod';
import { categories, goalTypes, time } from './workflow-schemas.ts';

const object = z.record(z.string(), z.unknown());

const runSchema = z
  .object({
    id: z.uuid(),
    workflow_id: z.uuid(),
    is_active: z.literal(true),
    human_takeover: z.boolean(),
    cadence_state: z.enum(['active', 'responded', 'paused', 'exhausted', 'completed']),
    run_status: z.enum(['running', 'paused', 'completed', 'cancelled', 'transferred']),
    workflow: z.object({ id: z.uuid(), name: z.string(), goal_type: z.enum(goalTypes) }),
    current_status: z.object({ id: z.uuid(), key: z.string(), label: z.string(), category: z.enum(categories) }),
  })
  .meta({ id: 'NexorWorkflowRun' });

export const leadSchema = z
  .object({
    id: z.uuid(),
    first_name: z.string().describe('Empty where no name is known.'),
    last_name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable().describe('E.164'),
    source: z.string().describe('Where it came in, where no source was given.'),
    company: z.string().nullable(),
    title: z.string().nullable(),
    metadata: object,
    tags: z.array(z.string()),
    campaign: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    active_workflow_run: runSchema.nullable(),
    assigned_user: z
      .object({ id: z.uuid(), name: z.string(), email: z.string() })
      .optional()
      .describe('Where somebody is assigned and the goal is an appointment.'),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'NexorLead' });
export type NexorLead = z.infer<typeof leadSchema>;

const variableSchema = z.object({
  value: z.unknown(),
  value_text: z.string().describe('The words said.'),
  confidence: z.number().min(0).max(1),
  updated_at: time,
});
const variablesSchema = z.record(z.string(), variableSchema);
export type NexorVariables = z.infer<typeof variablesSchema>;

export const leadResponse = z
  .object({ success: z.literal(true), lead: leadSchema, variables: variablesSchema.describe('By field key.') })
  .meta({ id: 'NexorLeadResponse' });

export const leadListResponse = z
  .object({
    success: z.literal(true),
    leads: z.array(leadSchema),
    pagination: z.object({ page: z.int(), limit: z.int(), total: z.int(), total_pages: z.int() }),
  })
  .meta({ id: 'NexorLeadList' });

const summary = {
  id: z.uuid(),
  first_name: z.string(),
  last_name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  source: z.string(),
  company: z.string().nullable(),
  title: z.string().nullable(),
  metadata: object,
  created_at: time,
};
const createdLeadSchema = z.object(summary).meta({ id: 'NexorCreatedLead' });
export type NexorCreatedLead = z.infer<typeof createdLeadSchema>;

const updatedLeadSchema = z.object({ ...summary, campaign_id: z.uuid().nullable() }).meta({ id: 'NexorUpdatedLead' });
export type NexorUpdatedLead = z.infer<typeof updatedLeadSchema>;

export const updatedResponse = z
  .object({ success: z.literal(true), lead: updatedLeadSchema })
  .meta({ id: 'NexorLeadUpdated' });

const enrolmentSchema = z
  .object({
    id: z.uuid(),
    job_id: z.string().describe("The run's id: nothing takes a job's."),
    workflow: z.object({ id: z.uuid(), name: z.string() }),
    cadence: z
      .object({
        stepIndex: z.int(),
        channel: z.string().nullable(),
        attemptNumber: z.int(),
        maxAttempts: z.int(),
        totalSteps: z.int(),
      })
      .describe('All 0 while nothing is planned.'),
  })
  .meta({ id: 'NexorEnrolment' });
export type NexorEnrolment = z.infer<typeof enrolmentSchema>;

const created = {
  existed: z.literal(true).optional().describe('There where a lead with this contact point was updated.'),
  lead: createdLeadSchema,
  workflow_run: enrolmentSchema.nullable(),
};
const createdOne = z.object({ success: z.literal(true), ...created }).meta({ id: 'NexorLeadCreated' });

const bulkResultSchema = z
  .object({
    index: z.int().describe('Its place in what was sent, from 0.'),
    success: z.boolean(),
    existed: z.boolean().optional(),
    lead: createdLeadSchema.optional(),
    workflow_run: enrolmentSchema.nullable().optional(),
    error: z.string().optional(),
    message: z.string().optional(),
  })
  .meta({ id: 'NexorBulkResult' });
export type NexorBulkResult = z.infer<typeof bulkResultSchema>;

const createdMany = z
  .object({
    success: z.literal(true),
    total: z.int(),
    created: z.int(),
    updated: z.int(),
    failed: z.int(),
    results: z.array(bulkResultSchema).describe('In the order of what was sent.'),
  })
  .meta({ id: 'NexorLeadsCreated' });

export const createdResponse = z.union([createdOne, createdMany]);
export type CreatedResponse = z.infer<typeof createdResponse>;

const patchResultSchema = z
  .object({
    value: z.union([z.string(), z.number()]).describe('As it was sent.'),
    success: z.boolean(),
    lead_id: z.uuid().optional(),
    error: z.string().optional(),
    message: z.string().optional(),
  })
  .meta({ id: 'NexorMetadataResult' });
export type NexorPatchResult = z.infer<typeof patchResultSchema>;

export const patchedResponse = z
  .object({
    success: z.literal(true),
    total: z.int(),
    updated: z.int(),
    failed: z.int(),
    results: z.array(patchResultSchema).describe('In the order of the values.'),
  })
  .meta({ id: 'NexorMetadataPatched' });

export const hookResponse = z.object({ success: z.literal(true) }).meta({ id: 'NexorHookReceived' });
