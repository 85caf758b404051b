import type { Ctx } from '../../../http/face.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { listAppointments } from '../../../modules/appointments/index.ts';
import { getLead } from '../../../modules/leads/index.ts';
import { meetingsQuery, meetingsResponse } from '../meeting-schemas.ts';
import { toMeeting } from '../meetings.ts';
import { readPages } from '../read-pages.ts';
import { leadParams } from '../request-schemas.ts';

export const listLeadMeetingsOperation = defineOperation({
  operationId: 'listLeadMeetings',
  method: 'GET',
  path: '/api/public/leads/{id}/meetings',
  tag: 'Meetings',
  summary: "List a lead's meetings",
  description: 'Newest first.',
  auth: 'key',
  scope: 'appointments:read',
  params: leadParams,
  query: meetingsQuery,
  success: { status: 200, description: 'The meetings.', schema: meetingsResponse },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params, query }) => {
    const lead = await getLead(ctx, { leadId: existingId(params.id, 'lead') });
    const appointments = await readPages((page) => listAppointments(ctx, { ...page, leadId: lead.id }));
    const wanted = query.status?.split(',').map((status) => status.trim());
    const meetings = appointments
      .map((appointment) => toMeeting(appointment, lead))
      .filter(({ status }) => !wanted || wanted.includes(status));
    return { success: true as const, meetings };
  },
});
