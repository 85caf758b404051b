import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, FoyerError } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { timeInput } from '../../kernel/times.ts';
import { bookingContext, lockLead, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { type Appointment, appointmentSchema } from './appointment.ts';
import { summaryOf } from './book-appointment.ts';
import { appointmentParams, readAppointment } from './get-appointment.ts';
import { setReminders } from './reminders.ts';
import { type Booking, updateAppointmentTime } from './write-appointment.ts';

export const moveAppointmentSchema = z.strictObject({
  startAt: timeInput.describe('The start of another free slot.'),
  resourceKey: z.string().max(60).optional().describe('Whom or what to book; the same as before where it is missing.'),
});

/** Moves a confirmed appointment to another free slot. Raises as `bookAppointment`, `conflict` (not_confirmed). */
export async function moveAppointment(
  ctx: Ctx,
  input: { appointmentId: string } & z.infer<typeof moveAppointmentSchema>,
): Promise<Appointment> {
  requireScope(ctx, 'appointments:write');
  return transaction(ctx, async (tctx) => {
    const { leadId, workflowId, resourceKey: same } = await readAppointment(tctx, input.appointmentId);
    await lockLead(tctx, leadId);
    const { workflow, runId, conversationId, values } = await bookingContext(tctx, leadId, workflowId ?? undefined);
    if (!workflow?.definition.booking) {
      throw new FoyerError('unprocessable', 'This appointment was not made by a booking rule.', {
        reason: 'no_booking_rule',
      });
    }
    const { startAt, resourceKey = same ?? undefined } = input;
    const booking = {
      workflowId: workflow.id,
      booking: workflow.definition.booking,
      values,
      leadId,
      runId,
      conversationId,
    };
    return placeMove(tctx, input.appointmentId, { ...booking, startAt, resourceKey });
  });
}

/** Moves inside a transaction that holds the lead's lock. */
export async function placeMove(ctx: TxCtx, appointmentId: string, booking: Booking): Promise<Appointment> {
  const before = await readAppointment(ctx, appointmentId);
  if (before.status !== 'confirmed') {
    throw conflict('not_confirmed', `The appointment is ${before.status}: book a new one.`);
  }
  await updateAppointmentTime(ctx, appointmentId, booking);
  await touchLead(ctx, before.leadId);
  const appointment = await readAppointment(ctx, appointmentId);
  await setReminders(ctx, appointment, booking.booking.reminders);
  const { leadId, conversationId, startAt } = appointment;
  const data = { appointmentId, startAt, previousStartAt: before.startAt };
  await Promise.all([
    recordEvent(ctx, { type: 'appointment.rescheduled', leadId, conversationId, data }),
    recordAction(ctx, {
      leadId,
      conversationId,
      appointmentId,
      type: 'appointment',
      summary: summaryOf('Moved', appointment),
    }),
    recordAudit(ctx, {
      verb: 'moveAppointment',
      objectType: 'appointment',
      objectId: appointmentId,
      changed: ['startAt'],
    }),
  ]);
  return appointment;
}

export const moveAppointmentOperation = defineOperation({
  operationId: 'moveAppointment',
  method: 'PATCH',
  path: '/v1/appointments/{appointmentId}',
  tag: 'Appointments',
  summary: 'Move an appointment',
  auth: 'key',
  scope: 'appointments:write',
  params: appointmentParams,
  body: moveAppointmentSchema,
  success: { status: 200, description: 'The appointment at its new time.', schema: appointmentSchema },
  errors: ['not_found', 'conflict', 'unprocessable'],
  handle: (ctx: Ctx, { params, body }) => moveAppointment(ctx, { ...params, ...body }),
});
