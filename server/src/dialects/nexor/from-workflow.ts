import { z } from 'zod';
import type { Campaign } from '../../modules/campaigns/index.ts';
import type { WorkflowSummary, WorkflowView } from '../../modules/workflows/index.ts';
import { toGoalType, toSeconds } from './words.ts';
import {
  fieldTypeSchema,
  type NexorCampaign,
  type NexorField,
  type NexorStatus,
  type NexorWorkflow,
  type NexorWorkflowSummary,
} from './workflow-schemas.ts';

/** A workflow as a list shows it. */
export function fromWorkflowSummary(workflow: WorkflowSummary): NexorWorkflowSummary {
  return {
    id: workflow.id,
    name: workflow.name,
    description: workflow.description,
    goal_type: toGoalType(workflow.goal),
    is_paused: workflow.isPaused,
    created_at: toSeconds(workflow.createdAt),
    updated_at: toSeconds(workflow.updatedAt),
  };
}

/** A workflow with the statuses and fields of its newest version, in their order. */
export function fromWorkflow(workflow: WorkflowView): NexorWorkflow {
  const definition = definitionSchema.parse(workflow.definition);
  const rules = new Map(definition.statuses.map((status) => [status.key, status]));
  return {
    ...fromWorkflowSummary(workflow),
    statuses: workflow.statuses.map((status, index) => toStatus(status, index, rules.get(status.key))),
    fields: definition.fields.map(toField),
  };
}

/** A campaign as the list shows it. */
export function fromCampaign({
  id,
  name,
  workflow,
  createdAt,
  updatedAt,
}: Pick<Campaign, 'id' | 'name' | 'workflow' | 'createdAt' | 'updatedAt'>): NexorCampaign {
  const workflowId = workflow?.id ?? null;
  return { id, name, workflow_id: workflowId, created_at: toSeconds(createdAt), updated_at: toSeconds(updatedAt) };
}

/** What Nexor shows of a definition; everything was checked when it was written. */
const definitionSchema = z.object({
  statuses: z.array(
    z.object({
      key: z.string(),
      gate: z.object({ requires: z.array(z.string()).optional() }).optional(),
      timeout: z.object({ after: z.number(), unit: z.enum(['minutes', 'hours', 'days']), to: z.string() }).optional(),
    }),
  ),
  fields: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      description: z.string().optional(),
      type: z.string(),
      required: z.boolean(),
      options: z.array(z.object({ value: z.string() })),
      hints: z.array(z.string()),
      validation: z.record(z.string(), z.unknown()).optional(),
      metadataKey: z.string().optional(),
    }),
  ),
});
type Definition = z.infer<typeof definitionSchema>;

function toStatus(
  { id, key, label, category, flags }: WorkflowView['statuses'][number],
  index: number,
  rules: Definition['statuses'][number] | undefined,
): NexorStatus {
  const timeout = rules?.timeout;
  return {
    id,
    key,
    label,
    category,
    sort_order: index,
    is_initial: flags.includes('initial'),
    is_terminal: flags.includes('terminal'),
    is_auto_contacted: flags.includes('contacted'),
    is_auto_engaged: flags.includes('engaged'),
    is_qualified: flags.includes('qualified'),
    is_booking_target: flags.includes('booking_target'),
    pause_bot: flags.includes('pauses_agent'),
    futurology_queue: category === 'deferred',
    required_field_keys: rules?.gate?.requires ?? [],
    timeout_config: timeout ? { timeout: timeout.after, unit: timeout.unit, target_status_key: timeout.to } : null,
  };
}

function toField(field: Definition['fields'][number]): NexorField {
  return {
    key: field.key,
    label: field.label,
    description: field.description ?? null,
    // A name, a place or a time of day is a text to Nexor.
    type: fieldTypeSchema.safeParse(field.type).data ?? 'text',
    required: field.required,
    options: field.options.map(({ value }) => value),
    extraction_hints: field.hints.join(', ') || null,
    validation: field.validation ?? null,
    metadata_key: field.metadataKey ?? null,
  };
}
