import { type Ctx, transaction } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { importAppointment } from '../../../modules/appointments/index.ts';
import { meetingResponse, newMeetingBody } from '../meeting-schemas.ts';
import { leadOfMeeting, toAppointment, toMeeting } from '../meetings.ts';

export const createMeetingOperation = defineOperation({
  operationId: 'createMeeting',
  method: 'POST',
  path: '/api/public/meetings',
  tag: 'Meetings',
  summary: 'Log a meeting that was made elsewhere',
  description: 'The same `external_event_id` of the same `external_calendar_provider` again is the meeting there is.',
  auth: 'key',
  scope: 'appointments:write',
  body: newMeetingBody,
  success: { status: 201, description: 'The meeting.', schema: meetingResponse },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { body }) =>
    transaction(ctx, async (tctx) => {
      const lead = await leadOfMeeting(tctx, body);
      const appointment = await importAppointment(tctx, toAppointment(lead.id, body));
      return { success: true as const, meeting: toMeeting(appointment, lead) };
    }),
});
