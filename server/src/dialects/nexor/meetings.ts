import type { Ctx } from '../../http/face.ts';
import { notFound } from '../../kernel/errors.ts';
import { existingId } from '../../kernel/ids.ts';
import type { Appointment, OutsideAppointment } from '../../modules/appointments/index.ts';
import { getLead, type Lead, searchLeads } from '../../modules/leads/index.ts';
import type { NewMeetingBody, NexorMeeting } from './meeting-schemas.ts';
import { toSeconds } from './words.ts';

/** An appointment as Nexor's clients read a meeting: one that stands is `scheduled`, or `confirmed` by the lead. */
export function toMeeting(appointment: Appointment, lead: Pick<Lead, 'name' | 'email'>): NexorMeeting {
  const { startAt, endAt, cancelledAt } = appointment;
  const isConfirmed = appointment.confirmedAt !== null;
  return {
    id: appointment.id,
    lead_id: appointment.leadId,
    title: appointment.title,
    starts_at: toSeconds(startAt),
    ends_at: toSeconds(endAt),
    duration_minutes: Math.round((Date.parse(endAt) - Date.parse(startAt)) / 60_000),
    timezone: appointment.timeZone,
    status: appointment.status === 'confirmed' && !isConfirmed ? 'scheduled' : appointment.status,
    meeting_url: appointment.meetingUrl,
    location_type: appointment.locationType,
    location_details: appointment.locationDetails,
    host_name: appointment.resourceName,
    meeting_type: null,
    attendee_name: lead.name,
    attendee_email: lead.email,
    confirmed_by_lead: isConfirmed,
    cancelled_at: cancelledAt === null ? null : toSeconds(cancelledAt),
    cancellation_reason: appointment.cancellationReason,
    no_show_reason: null,
    outcome_notes: appointment.notes,
    created_at: toSeconds(appointment.createdAt),
  };
}

/** What a body says of a meeting that was made elsewhere. */
export function toAppointment(leadId: string, body: NewMeetingBody): OutsideAppointment {
  const { starts_at: startAt, ends_at, duration_minutes } = body;
  const endAt = ends_at ?? new Date(Date.parse(startAt) + (duration_minutes ?? 0) * 60_000).toISOString();
  const given = {
    timeZone: body.timezone || 'UTC',
    hostName: body.host_email,
    locationType: body.location_type ?? 'video',
    locationDetails: body.location_details,
    meetingUrl: body.meeting_url,
    notes: body.description,
    isConfirmed: body.status === 'confirmed',
    externalCalendarProvider: body.external_calendar_provider,
    externalEventId: body.external_event_id,
  };
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== ''));
  return { leadId, title: body.title, startAt, endAt, ...filled };
}

/** The lead that a meeting is with. Raises `not_found`. */
export async function leadOfMeeting(ctx: Ctx, { lead_id, lead_email }: NewMeetingBody): Promise<Lead> {
  if (lead_id) return getLead(ctx, { leadId: existingId(lead_id, 'lead') });
  const { leads } = await searchLeads(ctx, { email: lead_email ?? undefined, page: 1, limit: 100 });
  const [lead] = leads.toSorted((one, other) => (one.lastActivityAt < other.lastActivityAt ? 1 : -1));
  if (!lead) throw notFound('lead');
  return lead;
}
