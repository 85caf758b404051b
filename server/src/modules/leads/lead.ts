import type postgres from 'postgres';
import { z } from 'zod';
import type { Tx } from '../../db/database.ts';
import { JsonOf } from '../../kernel/json-of.ts';
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

type Condition = postgres.PendingQuery<postgres.Row[]>;

/**
 * Reads leads that this transaction has written: their snapshots are made now, as they would be at its end, for else each
 * would be put together twice. What is written afterwards makes them anew at the end.
 */
export async function withSnapshots<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  const [, found] = await Promise.all([
    tx`set constraints leads_snapshot immediate`.execute(),
    read(),
    tx`set constraints leads_snapshot deferred`.execute(),
  ]);
  return found;
}

/** All leads that `condition` (on `l`) picks, in its order, each with run, newest appointment and variables: one statement. */
export async function selectLeads(tx: Tx, condition: Condition): Promise<Lead[]> {
  const rows = await tx<{ shown: string }[]>`select l.shown from lead_views l ${condition}`.execute();
  return rows.map(({ shown }) => JSON.parse(shown));
}

/** The one lead that `condition` picks, as JSON; its version is the lead's revision. */
export async function selectShownLead(tx: Tx, condition: Condition): Promise<JsonOf<Lead> | undefined> {
  const [row] = await tx<{ shown: string; shownRevision: number }[]>`
    select l.shown, l.shown_revision from lead_views l ${condition}`.execute();
  return row && new JsonOf(row.shown, String(row.shownRevision));
}
