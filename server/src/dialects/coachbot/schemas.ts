import { z } from 'zod';
import { leadFields } from '../../modules/leads/index.ts';

const time = z.iso.datetime();

/** What came with a new lead. Keys it does not know are left alone: newer clients of the vendor send more. */
export const newLeadSchema = z.looseObject({
  name: z.string().trim().min(1).max(120),
  phone: z.string().trim().min(7).max(32).describe("With its country code, or as the workspace's country writes it."),
  consent: z.literal(true, { error: 'This must be true: the lead agreed to be contacted.' }),
  email: z.string().max(254).optional(),
  goal: z.string().max(2000).optional().describe('What the lead wants, in its own words.'),
  metadata: leadFields.metadata.optional().describe('What else is known of the lead.'),
  formResponses: leadFields.formResponses.optional(),
});
export type NewCoachbotLead = z.infer<typeof newLeadSchema>;

export const leadStatuses = ['new', 'in_conversation', 'booked', 'unqualified', 'needs_human'] as const;
export type LeadStatus = (typeof leadStatuses)[number];

export const leadSchema = z
  .object({
    id: z.uuid(),
    channel: z.enum(['voice', 'whatsapp']).describe('`whatsapp` stands for every channel where people write.'),
    name: z.string().nullable(),
    phone: z.string().nullable().describe('E.164'),
    email: z.string().nullable(),
    goal: z.string().nullable(),
    status: z.enum(leadStatuses),
    qualificationNotes: z.string().nullable().describe('Why, where the status is `unqualified`.'),
    bookingUid: z.string().nullable(),
    bookingStart: time.nullable(),
    metadata: z.record(z.string(), z.unknown()),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Lead' });
export type CoachbotLead = z.infer<typeof leadSchema>;

export const voiceCallSchema = z
  .object({
    status: z.enum(['queued', 'ringing', 'in-progress', 'ended']),
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    durationSeconds: z.int().nullable(),
    summary: z.string().nullable(),
    transcript: z.string().nullable(),
    recordingUrl: z.string().nullable(),
    endedReason: z.string().nullable(),
  })
  .meta({ id: 'VoiceCall' });
export type VoiceCall = z.infer<typeof voiceCallSchema>;

const answer = {
  ok: z.literal(true),
  lead: leadSchema,
  voiceCall: voiceCallSchema.nullable().describe('The newest call of a lead who came by phone.'),
};
export const leadAnswerSchema = z.object(answer);
export const createdAnswerSchema = z.object({ ...answer, leadId: z.uuid() });

/** An id that is none is answered as one that nobody has. */
export const idParams = z.strictObject({ id: z.string().meta({ format: 'uuid' }) });
