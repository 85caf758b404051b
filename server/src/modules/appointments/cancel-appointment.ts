import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { consequences } from '../../engagement/consequences.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { lockLead, moveToFlag, renewCadence, setStage, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { type Appointment, appointmentSchema } from './appointment.ts';
import { summaryOf } from './book-appointment.ts';
import { appointmentParams, readAppointment } from './get-appointment.ts';
import { cancelReminders } from './reminders.ts';

export const cancelAppointmentSchema = z
  .strictObject({
    reason: z.string().trim().min(1).max(500).optional().describe('Kept with the appointment.'),
  })
  .optional();

/** Cancels a confirmed appointment; cancelling again changes nothing. Raises `not_found`, `conflict` (not_confirmed). */
export async function cancelAppointment(
  ctx: Ctx,
  input: { appointmentId: string; reason?: string | undefined },
): Promise<Appointment> {
  requireScope(ctx, 'appointments:write');
  return transaction(ctx, async (tctx) => {
    const { leadId } = await readAppointment(tctx, input.appointmentId);
    await lockLead(tctx, leadId);
    return placeCancellation(tctx, input.appointmentId, input.reason ?? 'cancelled by API');
  });
}

/**
 * Cancels inside a transaction that holds the lead's lock. A lead that was booked by it alone falls back to qualified,
 * and so does its run.
 */
export async function placeCancellation(ctx: TxCtx, appointmentId: string, reason: string): Promise<Appointment> {
  const before = await readAppointment(ctx, appointmentId);
  if (before.status === 'cancelled') return before;
  if (before.status !== 'confirmed') throw conflict('not_confirmed', `The appointment is ${before.status} already.`);
  await ctx.tx`
    update appointments set status = 'cancelled', cancelled_at = ${ctx.at}, cancellation_reason = ${reason},
      updated_at = ${ctx.at}, calendar_sequence = calendar_sequence + 1
    where workspace_id = ${ctx.workspace.id} and id = ${appointmentId}`;
  const appointment = await readAppointment(ctx, appointmentId);
  const { leadId, conversationId, runId } = appointment;
  await cancelReminders(ctx, appointment);
  await touchLead(ctx, leadId);
  const { stage, unless, flag, reason: why } = consequences.cancelled;
  const fallsBack = !(await hasOther(ctx, leadId)) && (await setStage(ctx, { leadId, stage, unless, reason: why }));
  if (fallsBack) await moveToFlag(ctx, { leadId, runId, flag, reason: why });
  // Who has an appointment is not sought out: it is again.
  await renewCadence(ctx, leadId);
  await Promise.all([
    recordEvent(ctx, { type: 'appointment.cancelled', leadId, conversationId, data: { appointmentId } }),
    recordAction(ctx, {
      leadId,
      conversationId,
      appointmentId,
      type: 'appointment',
      summary: `${summaryOf('Cancelled', appointment)}: ${reason}`,
    }),
    recordAudit(ctx, {
      verb: 'cancelAppointment',
      objectType: 'appointment',
      objectId: appointmentId,
      changed: ['status'],
    }),
  ]);
  return appointment;
}

/** Whether the lead still has an appointment to come. */
export async function hasOther(ctx: TxCtx, leadId: string): Promise<boolean> {
  const rows = await ctx.tx`
    select from appointments
    where workspace_id = ${ctx.workspace.id} and lead_id = ${leadId} and status = 'confirmed' and end_at > ${ctx.at} limit 1`;
  return rows.length > 0;
}

export const cancelAppointmentOperation = defineOperation({
  operationId: 'cancelAppointment',
  method: 'POST',
  path: '/v1/appointments/{appointmentId}/cancel',
  tag: 'Appointments',
  summary: 'Cancel an appointment',
  description: 'Its time is free again. Cancelling a cancelled one changes nothing.',
  auth: 'key',
  scope: 'appointments:write',
  params: appointmentParams,
  body: cancelAppointmentSchema,
  success: { status: 200, description: 'The appointment, cancelled.', schema: appointmentSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => cancelAppointment(ctx, { ...params, ...body }),
});
