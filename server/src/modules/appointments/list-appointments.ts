import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { timeFilter } from '../../kernel/times.ts';
import { type Appointment, appointmentSchema, appointmentStatuses, selectAppointments } from './appointment.ts';

export const listAppointmentsQuery = z.strictObject({
  ...listQuery,
  leadId: z.uuid().optional(),
  status: z.enum(appointmentStatuses).optional(),
  startsAfter: timeFilter.optional(),
  startsBefore: timeFilter.optional(),
});

/** A page of appointments, those made last first. Raises `invalid_input` for a cursor that is none. */
export async function listAppointments(
  ctx: Ctx,
  query: z.infer<typeof listAppointmentsQuery>,
): Promise<Page<Appointment>> {
  requireScope(ctx, 'appointments:read');
  const start = pageStart(query);
  const rows = await transaction(ctx, ({ tx }) =>
    selectAppointments(
      tx,
      tx`join leads l on l.workspace_id = a.workspace_id and l.id = a.lead_id
        where a.workspace_id = ${ctx.workspace.id} and a.id < ${start} and l.is_test = ${ctx.isTest} and l.deleted_at is null
        ${query.leadId === undefined ? tx`` : tx`and a.lead_id = ${query.leadId}`}
        ${query.status === undefined ? tx`` : tx`and a.status = ${query.status}`}
        ${query.startsAfter === undefined ? tx`` : tx`and a.start_at > ${query.startsAfter}`}
        ${query.startsBefore === undefined ? tx`` : tx`and a.start_at < ${query.startsBefore}`}
        order by a.id desc limit ${query.limit + 1}`,
    ),
  );
  return toPage(rows, query.limit);
}

export const listAppointmentsOperation = defineOperation({
  operationId: 'listAppointments',
  method: 'GET',
  path: '/v1/appointments',
  tag: 'Appointments',
  summary: 'List appointments',
  auth: 'key',
  scope: 'appointments:read',
  query: listAppointmentsQuery,
  success: { status: 200, description: 'A page of appointments.', schema: pageSchema(appointmentSchema) },
  handle: (ctx: Ctx, { query }) => listAppointments(ctx, query),
});
