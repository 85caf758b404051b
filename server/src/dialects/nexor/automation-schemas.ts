import { z } from 'zod';

const reason = z.string().trim().max(500).nullable().optional();
const reference = z.string().trim().max(60);

export const statusBody = z.looseObject({
  status_key: z.string().trim().min(1).max(60).describe("The key of a status of the lead's workflow."),
  reason: reason.describe('Stands on the timeline.'),
  workflow_id: reference.nullable().optional().describe('The workflow of the active run that started last otherwise.'),
});

export const statusResponse = z
  .object({
    success: z.literal(true),
    changed: z.boolean(),
    previous_status: z.string().describe('Its key.'),
    new_status: z.string().describe('Its key.'),
    workflow_run: z.object({ id: z.uuid(), workflow_id: z.uuid() }),
    note: z.string().optional().describe('Why nothing changed.'),
  })
  .meta({ id: 'NexorStatusChange' });

/** That the workflow is missing has an answer of its own. */
export const stopBody = z
  .looseObject({ workflow_id: reference.nullable().optional().describe('Required.') })
  .optional();
export const resumeBody = z
  .looseObject({
    workflow_id: reference.nullable().optional().describe('Required.'),
    resume_cadence: z.boolean().nullable().optional(),
  })
  .optional();

const run = { success: z.literal(true), workflow_run_id: z.uuid() };
export const stopResponse = z
  .object({
    ...run,
    already_stopped: z.literal(true).optional(),
    cadence_paused: z.boolean().optional(),
    tasks_cancelled: z.int().optional(),
  })
  .meta({ id: 'NexorAutomationStopped' });
export const resumeResponse = z
  .object({ ...run, already_running: z.literal(true).optional(), cadence_resumed: z.boolean().optional() })
  .meta({ id: 'NexorAutomationResumed' });
export const isPausedResponse = z
  .object({ success: z.literal(true), paused: z.boolean() })
  .meta({ id: 'NexorIsPaused' });

export const assignBody = z.looseObject({
  workflowId: reference.min(1),
  reason: reason.describe('Stands on the timeline.'),
  actorId: z.string().max(200).nullable().optional().describe('Accepted; the timeline names the key.'),
});
export const assignResponse = z
  .object({
    workflowRunId: z.uuid(),
    workflowId: z.uuid(),
    workflowName: z.string(),
    movementType: z.enum(['enrollment', 'reassignment']),
    paused: z.boolean(),
  })
  .meta({ id: 'NexorWorkflowAssigned' });
