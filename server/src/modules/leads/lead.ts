import type postgres from 'postgres';
import { z } from 'zod';
import type { Tx } from '../../db/database.ts';
import {
  assignedMemberSchema,
  leadAppointmentSchema,
  leadCampaignSchema,
  runSchema,
  variableSchema,
} from './lead-parts.ts';

export { variableSchema } from './lead-parts.ts';

export const stages = ['new', 'engaged', 'qualified', 'booked', 'converted', 'lost'] as const;
export type Stage = (typeof stages)[number];

const time = z.iso.datetime();

export const leadSchema = z
  .object({
    id: z.uuid(),
    name: z.string().nullable(),
    givenName: z.string().nullable(),
    middleName: z.string().nullable(),
    familyName: z.string().nullable(),
    email: z.string().nullable(),
    emailVerifiedAt: time.nullable(),
    phone: z.string().nullable().describe('E.164'),
    phoneVerifiedAt: time.nullable(),
    businessName: z.string().nullable(),
    title: z.string().nullable(),
    website: z.string().nullable(),
    goal: z.string().nullable(),
    intent: z.string().nullable(),
    timeline: z.string().nullable(),
    qualificationScore: z.int().min(0).max(100).nullable(),
    qualificationNotes: z.string().nullable(),
    source: z.string().nullable(),
    channel: z.string().describe('Where the lead came in: api, web_chat, form, import, ...'),
    stage: z.enum(stages),
    lostReason: z.string().nullable(),
    needsHuman: z.boolean(),
    needsHumanReason: z.string().nullable(),
    optedOut: z.boolean(),
    optedOutAt: time.nullable(),
    owner: z.enum(['agent', 'person']),
    assignedMember: assignedMemberSchema.nullable().describe('Whose lead it is in the team.'),
    agentId: z.uuid(),
    campaign: leadCampaignSchema.nullable(),
    isTest: z.boolean(),
    metadata: z.record(z.string(), z.unknown()).describe('What came in with the lead.'),
    formResponses: z.record(z.string(), z.string()).describe('What was answered in a form, by question.'),
    tags: z.array(z.string()),
    externalId: z.string().nullable(),
    externalPortalLink: z.string().nullable(),
    activitySummary: z.string().nullable(),
    timeZone: z.string().nullable(),
    language: z.string().nullable(),
    conversationId: z.uuid().nullable().describe('The newest conversation.'),
    run: runSchema.nullable().describe('The active run that started last, or the last one where none is active.'),
    appointment: leadAppointmentSchema.nullable().describe('The newest appointment.'),
    variables: z.record(z.string(), variableSchema).describe('What was learned, by field key.'),
    revision: z.int().describe('Rises with each change of the lead or of anything shown with it.'),
    importedAt: time.nullable().describe('When an imported lead was first created elsewhere.'),
    submittedAt: time.nullable(),
    lastMessageAt: time.nullable().describe('When something was last said, by either side.'),
    lastActivityAt: time,
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Lead' });
export type Lead = z.infer<typeof leadSchema>;

export type LeadVariable = z.infer<typeof variableSchema>;

interface LeadRow extends Omit<Lead, TimeKey | 'optedOut' | 'run' | 'appointment' | 'variables'> {
  readonly emailVerifiedAt: Date | null;
  readonly phoneVerifiedAt: Date | null;
  readonly optedOutAt: Date | null;
  readonly importedAt: Date | null;
  readonly submittedAt: Date | null;
  readonly lastMessageAt: Date | null;
  readonly lastActivityAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly run: Lead['run'];
  readonly appointment: Lead['appointment'];
  readonly variables: Lead['variables'] | null;
}
type TimeKey =
  | 'emailVerifiedAt'
  | 'phoneVerifiedAt'
  | 'optedOutAt'
  | 'importedAt'
  | 'submittedAt'
  | 'lastMessageAt'
  | 'lastActivityAt'
  | 'createdAt'
  | 'updatedAt';

/** All leads that `condition` (on `l`) picks, in its order, each with run, newest appointment and variables: one statement. */
export async function selectLeads(tx: Tx, condition: postgres.PendingQuery<postgres.Row[]>): Promise<Lead[]> {
  const rows = await tx<LeadRow[]>`
    select l.id, l.name, l.given_name, l.middle_name, l.family_name, l.email, l.email_verified_at, l.phone,
      l.phone_verified_at, l.business_name, l.title, l.website, l.goal, l.intent, l.timeline, l.qualification_score,
      l.qualification_notes, l.source, l.channel, l.stage, l.lost_reason, l.needs_human, l.needs_human_reason,
      l.opted_out_at, l.owner, l.agent_id, l.is_test, l.metadata, l.form_responses, l.tags,
      l.external_id, l.external_portal_link, l.activity_summary, l.time_zone, l.language, l.imported_at,
      l.submitted_at, l.last_message_at, l.last_activity_at, l.created_at, l.updated_at, l.revision,
      case when l.campaign_id is not null then (
        select json_build_object('id', g.id, 'name', g.name) from campaigns g
        where g.workspace_id = l.workspace_id and g.id = l.campaign_id) end as campaign,
      case when l.assigned_member_id is not null then (
        select json_build_object('id', m.id, 'name', m.name, 'email', m.email) from members m
        where m.workspace_id = l.workspace_id and m.id = l.assigned_member_id) end as assigned_member,
      (select c.id from conversations c
       where c.workspace_id = l.workspace_id and c.lead_id = l.id order by c.id desc limit 1) as conversation_id,
      (select json_build_object('id', r.id, 'workflowId', r.workflow_id, 'workflowKey', w.key, 'workflowName', w.name,
          'workflowVersion', r.workflow_version, 'goal', w.goal, 'runStatus', r.run_status,
          'isActive', r.is_active, 'cadenceState', r.cadence_state, 'humanTakeover', r.human_takeover, 'startedAt', r.started_at,
          'status', json_build_object('id', s.id, 'key', s.key, 'label', s.label, 'category', s.category))
       from runs r
       join workflows w on w.workspace_id = r.workspace_id and w.id = r.workflow_id
       join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
       where r.workspace_id = l.workspace_id and r.lead_id = l.id order by r.is_active desc, r.id desc limit 1) as run,
      (select json_build_object('id', a.id, 'uid', a.uid, 'startAt', a.start_at, 'endAt', a.end_at,
          'timeZone', a.time_zone, 'status', a.status, 'resourceName', a.resource_name)
       from appointments a
       where a.workspace_id = l.workspace_id and a.lead_id = l.id order by a.id desc limit 1) as appointment,
      (select json_object_agg(v.key, json_build_object('value', v.value, 'valueText', v.value_text,
          'confidence', v.confidence, 'source', v.source, 'messageId', v.message_id, 'updatedAt', v.updated_at)
          order by v.id)
       from variables v where v.workspace_id = l.workspace_id and v.lead_id = l.id) as variables
    from leads l
    ${condition}`;
  return rows.map(toLead);
}

function toLead(row: LeadRow): Lead {
  return {
    ...row,
    emailVerifiedAt: iso(row.emailVerifiedAt),
    phoneVerifiedAt: iso(row.phoneVerifiedAt),
    optedOut: row.optedOutAt !== null,
    optedOutAt: iso(row.optedOutAt),
    importedAt: iso(row.importedAt),
    submittedAt: iso(row.submittedAt),
    lastMessageAt: iso(row.lastMessageAt),
    lastActivityAt: row.lastActivityAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    run: row.run && { ...row.run, startedAt: utc(row.run.startedAt) },
    appointment: row.appointment && {
      ...row.appointment,
      startAt: utc(row.appointment.startAt),
      endAt: utc(row.appointment.endAt),
    },
    variables: Object.fromEntries(
      Object.entries(row.variables ?? {}).map(([key, one]) => [key, { ...one, updatedAt: utc(one.updatedAt) }]),
    ),
  };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}

/** Postgres writes a time inside JSON with an offset and without trailing zeros. */
function utc(text: string): string {
  return new Date(text).toISOString();
}
