import type postgres from 'postgres';
import { z } from 'zod';
import type { Tx } from '../../db/database.ts';

const time = z.iso.datetime();

export const appointmentStatuses = ['confirmed', 'cancelled', 'completed', 'no_show'] as const;

export const appointmentSchema = z
  .object({
    id: z.uuid(),
    uid: z.string().describe('Unguessable; names the calendar file and the entry in calendars.'),
    leadId: z.uuid(),
    conversationId: z.uuid().nullable(),
    runId: z.uuid().nullable(),
    workflowId: z.uuid().nullable(),
    resourceKey: z.string().nullable(),
    resourceName: z.string().nullable(),
    title: z.string(),
    startAt: time,
    endAt: time,
    timeZone: z.string().describe('The zone the time was agreed in.'),
    status: z.enum(appointmentStatuses),
    locationType: z.enum(['in_person', 'phone', 'video']).nullable(),
    locationDetails: z.string().nullable(),
    meetingUrl: z.string().nullable(),
    notes: z.string().nullable(),
    calendarPath: z.string().describe('Where the .ics file is, after the public URL; whoever has it may read it.'),
    confirmedAt: time.nullable().describe('When the lead said that it will come; a new time is not confirmed.'),
    rescheduledAt: time.nullable(),
    cancelledAt: time.nullable(),
    cancellationReason: z.string().nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Appointment' });
export type Appointment = z.infer<typeof appointmentSchema>;

/** A row as it is stored: times as Date. */
interface AppointmentRow extends Omit<Appointment, 'calendarPath' | TimeKey> {
  readonly startAt: Date;
  readonly endAt: Date;
  readonly confirmedAt: Date | null;
  readonly rescheduledAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
type TimeKey = 'startAt' | 'endAt' | 'confirmedAt' | 'rescheduledAt' | 'cancelledAt' | 'createdAt' | 'updatedAt';

/** All appointments that `condition` (on `a`) picks, in its order. */
export async function selectAppointments(
  tx: Tx,
  condition: postgres.PendingQuery<postgres.Row[]>,
): Promise<Appointment[]> {
  const rows = await tx<AppointmentRow[]>`
    select a.id, a.uid, a.lead_id, a.conversation_id, a.run_id, a.workflow_id, nullif(a.resource_key, '') as resource_key,
      a.resource_name, a.title, a.start_at, a.end_at, a.time_zone, a.status, a.location_type, a.location_details,
      a.meeting_url, a.notes, a.confirmed_at, a.rescheduled_at, a.cancelled_at, a.cancellation_reason, a.created_at,
      a.updated_at
    from appointments a ${condition}`;
  return rows.map((row) => ({
    ...row,
    calendarPath: calendarPath(row.uid),
    startAt: row.startAt.toISOString(),
    endAt: row.endAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    rescheduledAt: row.rescheduledAt?.toISOString() ?? null,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

export function calendarPath(uid: string): string {
  return `/v1/calendar/${uid}.ics`;
}
