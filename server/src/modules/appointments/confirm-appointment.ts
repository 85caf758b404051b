import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { lockLead, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { type Appointment, appointmentSchema } from './appointment.ts';
import { summaryOf } from './book-appointment.ts';
import { appointmentParams, readAppointment } from './get-appointment.ts';

/** Keeps that the lead will come; again changes nothing. Raises `not_found`, `conflict` not_confirmed, already_started. */
export async function confirmAppointment(
  ctx: Ctx,
  { appointmentId }: { readonly appointmentId: string },
): Promise<Appointment> {
  requireScope(ctx, 'appointments:write');
  return transaction(ctx, async (tctx) => {
    const { leadId } = await readAppointment(tctx, appointmentId);
    await lockLead(tctx, leadId);
    const before = await readAppointment(tctx, appointmentId);
    if (before.status !== 'confirmed') throw conflict('not_confirmed', `The appointment is ${before.status} already.`);
    if (Date.parse(before.startAt) <= tctx.at.getTime())
      throw conflict('already_started', 'The appointment has begun. Say what became of it instead.');
    return before.confirmedAt === null ? keepConfirmation(tctx, appointmentId) : before;
  });
}

/** Writes it, whatever the appointment's time. */
export async function keepConfirmation(ctx: TxCtx, appointmentId: string): Promise<Appointment> {
  await ctx.tx`
    update appointments set confirmed_at = ${ctx.at}, updated_at = ${ctx.at}
    where workspace_id = ${ctx.workspace.id} and id = ${appointmentId}`;
  const appointment = await readAppointment(ctx, appointmentId);
  const { leadId, conversationId, startAt } = appointment;
  await touchLead(ctx, leadId);
  recordEvent(ctx, { type: 'appointment.confirmed', leadId, conversationId, data: { appointmentId, startAt } });
  const summary = summaryOf('The lead confirmed', appointment);
  recordAction(ctx, { leadId, conversationId, appointmentId, type: 'appointment', summary });
  const changed = ['confirmedAt'];
  recordAudit(ctx, { verb: 'confirmAppointment', objectType: 'appointment', objectId: appointmentId, changed });
  return appointment;
}

export const confirmAppointmentOperation = defineOperation({
  operationId: 'confirmAppointment',
  method: 'POST',
  path: '/v1/appointments/{appointmentId}/confirm',
  tag: 'Appointments',
  summary: 'Say that the lead will come',
  description:
    'For who asks leads whether they come. Once more changes nothing, and a new time is not confirmed. One that is cancelled or over is a 409 `not_confirmed`, one that has begun an `already_started`.',
  auth: 'key',
  scope: 'appointments:write',
  params: appointmentParams,
  success: { status: 200, description: 'The appointment, confirmed.', schema: appointmentSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params }) => confirmAppointment(ctx, params),
});
