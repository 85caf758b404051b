import { z } from 'zod';

export const time = z.iso.datetime().describe('UTC, to the second.');

/** `custom`, `sale` and the vendor's other goals are none that a workflow of ours can have. */
export const goalTypes = ['appointment', 'qualification', 'document_collection'] as const;
export const categories = ['active', 'won', 'lost', 'paused', 'deferred'] as const;

const workflowSummary = {
  id: z.uuid(),
  name: z.string(),
  description: z.string().nullable(),
  goal_type: z.enum(goalTypes),
  is_paused: z.boolean(),
  created_at: time,
  updated_at: time,
};
const workflowSummarySchema = z.object(workflowSummary).meta({ id: 'NexorWorkflowSummary' });
export type NexorWorkflowSummary = z.infer<typeof workflowSummarySchema>;

const statusSchema = z
  .object({
    id: z.uuid(),
    key: z.string(),
    label: z.string(),
    category: z.enum(categories),
    sort_order: z.int().describe('From 0.'),
    is_initial: z.boolean(),
    is_terminal: z.boolean(),
    is_auto_contacted: z.boolean(),
    is_auto_engaged: z.boolean(),
    is_qualified: z.boolean(),
    is_booking_target: z.boolean(),
    pause_bot: z.boolean(),
    futurology_queue: z.boolean(),
    required_field_keys: z.array(z.string()),
    timeout_config: z
      .object({ timeout: z.number(), unit: z.enum(['minutes', 'hours', 'days']), target_status_key: z.string() })
      .nullable(),
  })
  .meta({ id: 'NexorStatus' });
export type NexorStatus = z.infer<typeof statusSchema>;

const fieldTypes = [
  'text',
  'number',
  'integer',
  'currency',
  'boolean',
  'date',
  'datetime',
  'email',
  'phone',
  'select',
  'multiselect',
  'url',
] as const;

export const fieldTypeSchema = z.enum(fieldTypes);

const fieldSchema = z
  .object({
    key: z.string(),
    label: z.string(),
    description: z.string().nullable(),
    type: fieldTypeSchema,
    required: z.boolean(),
    options: z.array(z.string()),
    extraction_hints: z.string().nullable(),
    validation: z.record(z.string(), z.unknown()).nullable(),
    metadata_key: z.string().nullable(),
  })
  .meta({ id: 'NexorField' });
export type NexorField = z.infer<typeof fieldSchema>;

const workflowSchema = z
  .object({ ...workflowSummary, statuses: z.array(statusSchema), fields: z.array(fieldSchema) })
  .meta({ id: 'NexorWorkflow' });
export type NexorWorkflow = z.infer<typeof workflowSchema>;

export const workflowListResponse = z
  .object({ success: z.literal(true), workflows: z.array(workflowSummarySchema) })
  .meta({ id: 'NexorWorkflowList' });

export const workflowResponse = z
  .object({ success: z.literal(true), workflow: workflowSchema })
  .meta({ id: 'NexorWorkflowResponse' });

const campaignSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    workflow_id: z.uuid().nullable(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'NexorCampaign' });
export type NexorCampaign = z.infer<typeof campaignSchema>;

export const campaignListResponse = z
  .object({ success: z.literal(true), campaigns: z.array(campaignSchema) })
  .meta({ id: 'NexorCampaignList' });
