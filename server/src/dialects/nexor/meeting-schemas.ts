import { z } from 'zod';
import { timeInput } from '../../kernel/times.ts';
import { time } from './workflow-schemas.ts';

const statuses = ['scheduled', 'confirmed', 'completed', 'cancelled', 'no_show'] as const;
const locations = ['video', 'phone', 'in_person'] as const;
const text = (max: number) => z.string().trim().max(max).nullable().optional();

const meetingSchema = z
  .object({
    id: z.uuid(),
    lead_id: z.uuid(),
    title: z.string(),
    starts_at: time,
    ends_at: time,
    duration_minutes: z.int(),
    timezone: z.string(),
    status: z.enum(statuses),
    meeting_url: z.string().nullable(),
    location_type: z.enum(locations).nullable(),
    location_details: z.string().nullable(),
    host_name: z.string().nullable(),
    meeting_type: z.null(),
    attendee_name: z.string().nullable(),
    attendee_email: z.string().nullable(),
    confirmed_by_lead: z.boolean(),
    cancelled_at: time.nullable(),
    cancellation_reason: z.string().nullable(),
    no_show_reason: z.null(),
    outcome_notes: z.string().nullable(),
    created_at: time,
  })
  .meta({ id: 'NexorMeeting' });
export type NexorMeeting = z.infer<typeof meetingSchema>;

export const meetingsResponse = z
  .object({ success: z.literal(true), meetings: z.array(meetingSchema) })
  .meta({ id: 'NexorMeetings' });
export const meetingResponse = z
  .object({ success: z.literal(true), meeting: meetingSchema })
  .meta({ id: 'NexorMeetingCreated' });

export const meetingsQuery = z.looseObject({
  status: z
    .string()
    .max(200)
    .optional()
    .describe(`Any of ${statuses.join(', ')}, with commas between.`),
});

const when = timeInput;
/** What the rules below ask for, as a client's generator reads it. */
const whoAndHowLong = ['lead_id', 'lead_email'].flatMap((who) =>
  ['ends_at', 'duration_minutes'].map((until) => ({ required: [who, until] })),
);
export const newMeetingBody = z
  .looseObject({
    lead_id: text(60),
    lead_email: text(254).describe('Of several leads the one that was active last.'),
    title: z.string().trim().min(1).max(200),
    starts_at: when,
    ends_at: when.nullable().optional(),
    duration_minutes: z.int().min(1).max(10_080).nullable().optional(),
    timezone: text(60).describe('UTC where it is missing.'),
    meeting_url: text(2000),
    location_type: z.enum(locations).nullable().optional().describe('video where it is missing.'),
    location_details: text(500),
    description: text(2000),
    host_email: text(120),
    external_calendar_provider: text(60),
    external_event_id: text(255),
    status: z.enum(['scheduled', 'confirmed']).nullable().optional(),
  })
  .superRefine((body, { addIssue }) => {
    const need = (path: string, message: string) => addIssue({ code: 'custom', path: [path], message });
    if (!body.lead_id && !body.lead_email) need('lead_email', 'Give it or lead_id.');
    if (!body.ends_at && !body.duration_minutes) need('ends_at', 'Give it or duration_minutes.');
  })
  .meta({ anyOf: whoAndHowLong });
export type NewMeetingBody = z.infer<typeof newMeetingBody>;
