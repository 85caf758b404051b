import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { z } from 'zod';
import { begin } from '../../db/begin.ts';
import { bindWorkspace, type PublicCtx } from '../../db/database.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { hashUid } from './book-appointment.ts';

interface CalendarRow {
  readonly uid: string;
  readonly title: string;
  readonly resourceName: string | null;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly status: string;
  readonly locationDetails: string | null;
  readonly calendarSequence: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * The appointment as an iCalendar file (RFC 5545) in UTC, which every calendar shows in its owner's zone. Whoever has
 * the uid may read it, as with an invitation by mail. Raises `not_found`.
 */
export async function getAppointmentCalendar(ctx: PublicCtx, { uid }: { uid: string }): Promise<string> {
  const found = await begin(ctx.db.sql, async (tx) => {
    const [token] = await tx<{ workspaceId: string; workspaceName: string; subjectId: string }[]>`
      select workspace_id, workspace_name, subject_id
      from find_tokens(array[${hashUid(uid).toString('hex')}], array['appointment'], ${ctx.clock.now()})`;
    if (!token) return undefined;
    await bindWorkspace(tx, token.workspaceId);
    const [row] = await tx<CalendarRow[]>`
      select a.uid, a.title, a.resource_name, a.start_at, a.end_at, a.status, a.location_details, a.calendar_sequence,
        a.created_at, a.updated_at
      from appointments a join leads l on l.workspace_id = a.workspace_id and l.id = a.lead_id
      where a.workspace_id = ${token.workspaceId} and a.id = ${token.subjectId} and l.deleted_at is null`;
    return row && { row, workspaceName: token.workspaceName };
  });
  if (!found) throw notFound('appointment');
  return toICalendar(found.row, found.workspaceName);
}

function toICalendar(row: CalendarRow, workspaceName: string): string {
  const cancelled = row.status === 'cancelled';
  const calendar = ical({
    prodId: { company: 'Foyer', product: 'Foyer', language: 'EN' },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: row.uid,
    sequence: row.calendarSequence,
    start: row.startAt,
    end: row.endAt,
    stamp: row.updatedAt,
    created: row.createdAt,
    lastModified: row.updatedAt,
    summary: `${row.title}${row.resourceName ? ` with ${row.resourceName}` : ''}, ${workspaceName}`,
    ...(row.locationDetails && { location: row.locationDetails }),
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
}

export const getAppointmentCalendarOperation = defineOperation({
  operationId: 'getAppointmentCalendar',
  method: 'GET',
  path: '/v1/calendar/{file}',
  tag: 'Appointments',
  summary: 'Get the calendar file of an appointment',
  description: 'iCalendar (RFC 5545). Needs no key: the uid in its name cannot be guessed.',
  auth: 'none',
  params: z.strictObject({
    file: z.string().regex(/^[A-Za-z0-9]{22}\.ics$/, "Write the appointment's uid and .ics"),
  }),
  success: {
    status: 200,
    description: 'The calendar file.',
    schema: z.string(),
    contentType: 'text/calendar; charset=utf-8',
  },
  errors: ['not_found'],
  handle: (ctx: PublicCtx, { params }) => getAppointmentCalendar(ctx, { uid: params.file.slice(0, -4) }),
});
