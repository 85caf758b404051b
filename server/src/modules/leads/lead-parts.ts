import { z } from 'zod';

const time = z.iso.datetime();

export const variableSchema = z
  .object({
    value: z.unknown(),
    valueText: z.string().describe('The words said; for a yes-no or a closed list the option itself.'),
    confidence: z.number().min(0).max(1),
    source: z.enum(['lead', 'agent', 'api', 'person', 'metadata', 'import']),
    messageId: z.uuid().nullable().describe('The message it came from.'),
    updatedAt: time,
  })
  .meta({ id: 'Variable' });

export const runSchema = z
  .object({
    id: z.uuid(),
    workflowId: z.uuid(),
    workflowKey: z.string(),
    workflowName: z.string(),
    workflowVersion: z.int(),
    goal: z.enum(['appointment', 'qualification', 'collection']),
    isActive: z.boolean(),
    runStatus: z.enum(['running', 'paused', 'completed', 'cancelled', 'transferred']),
    cadenceState: z.enum(['active', 'responded', 'paused', 'exhausted', 'completed']),
    humanTakeover: z.boolean(),
    status: z.object({
      id: z.uuid(),
      key: z.string(),
      label: z.string(),
      category: z.enum(['active', 'won', 'lost', 'paused', 'deferred']),
    }),
    startedAt: time,
  })
  .meta({ id: 'Run' });

export const leadAppointmentSchema = z
  .object({
    id: z.uuid(),
    uid: z.string(),
    startAt: time,
    endAt: time,
    timeZone: z.string(),
    status: z.enum(['confirmed', 'cancelled', 'completed', 'no_show']),
    resourceName: z.string().nullable(),
  })
  .meta({ id: 'LeadAppointment' });

export const leadCampaignSchema = z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'LeadCampaign' });

export const assignedMemberSchema = z
  .object({ id: z.uuid(), name: z.string(), email: z.string() })
  .meta({ id: 'AssignedMember' });
