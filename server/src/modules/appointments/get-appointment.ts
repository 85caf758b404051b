import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Appointment, appointmentSchema, selectAppointments } from './appointment.ts';

/** One appointment. Raises `not_found`, also where its lead was deleted. */
export async function getAppointment(ctx: Ctx, { appointmentId }: { appointmentId: string }): Promise<Appointment> {
  requireScope(ctx, 'appointments:read');
  return readAppointment(ctx, appointmentId);
}

/** For verbs that go on with an appointment they wrote. */
export async function readAppointment(ctx: Ctx, appointmentId: string): Promise<Appointment> {
  const found = await findAppointment(ctx, appointmentId);
  if (!found) throw notFound('appointment');
  return found;
}

/** An appointment of the caller's kind; undefined where it or its lead has gone. */
export async function findAppointment(ctx: Ctx, appointmentId: string): Promise<Appointment | undefined> {
  const [found] = await transaction(ctx, ({ tx }) =>
    selectAppointments(
      tx,
      tx`join leads l on l.workspace_id = a.workspace_id and l.id = a.lead_id
        where a.workspace_id = ${ctx.workspace.id} and a.id = ${appointmentId} and l.is_test = ${ctx.isTest} and l.deleted_at is null`,
    ),
  );
  return found;
}

export const appointmentParams = z.strictObject({ appointmentId: z.uuid().describe("The appointment's id.") });

export const getAppointmentOperation = defineOperation({
  operationId: 'getAppointment',
  method: 'GET',
  path: '/v1/appointments/{appointmentId}',
  tag: 'Appointments',
  summary: 'Get an appointment',
  auth: 'key',
  scope: 'appointments:read',
  params: appointmentParams,
  success: { status: 200, description: 'The appointment.', schema: appointmentSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getAppointment(ctx, params),
});
