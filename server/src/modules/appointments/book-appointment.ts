import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { consequences } from '../../engagement/consequences.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { timeInput } from '../../kernel/times.ts';
import { bookingContext, lockLead, moveToFlag, setStage, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { type Appointment, appointmentSchema } from './appointment.ts';
import { readAppointment } from './get-appointment.ts';
import { setReminders } from './reminders.ts';
import { type Booking, insertAppointment } from './write-appointment.ts';

export const bookAppointmentSchema = z.strictObject({
  leadId: z.uuid(),
  startAt: timeInput.describe('The start of a free slot.'),
  resourceKey: z.string().max(60).optional().describe('Whom or what to book; any that is free where it is missing.'),
  workflow: z.string().max(60).optional().describe("A workflow's key or id; the lead's own where it is missing."),
  notes: z.string().max(2000).optional(),
});

/** Books a free slot for a lead. Raises `not_found`, `conflict` (slot_taken), `unprocessable` (why it cannot be booked). */
export async function bookAppointment(ctx: Ctx, input: z.infer<typeof bookAppointmentSchema>): Promise<Appointment> {
  requireScope(ctx, 'appointments:write');
  return transaction(ctx, async (tctx) => {
    await lockLead(tctx, input.leadId);
    const { workflow, runId, conversationId, values } = await bookingContext(tctx, input.leadId, input.workflow);
    if (!workflow?.definition.booking) {
      throw new FoyerError('unprocessable', 'Name a workflow that books appointments.', { reason: 'no_booking_rule' });
    }
    const { startAt, resourceKey, leadId } = input;
    const booking = {
      workflowId: workflow.id,
      booking: workflow.definition.booking,
      values,
      leadId,
      runId,
      conversationId,
    };
    return placeBooking(tctx, { ...booking, startAt, resourceKey, notes: input.notes ?? null });
  });
}

/** Books inside a transaction that holds the lead's lock: row, token of the calendar file, stage, status, event, timeline. */
export async function placeBooking(ctx: TxCtx, booking: Booking): Promise<Appointment> {
  const id = await insertAppointment(ctx, booking);
  const appointment = await readAppointment(ctx, id);
  const { leadId, conversationId, startAt } = appointment;
  await ctx.tx`
    insert into token_directory (token_hash, kind, workspace_id, subject_id, created_at)
    values (${hashUid(appointment.uid)}, 'appointment', ${ctx.workspace.id}, ${id}, ${ctx.at})`;
  await setReminders(ctx, appointment, booking.booking.reminders);
  await touchLead(ctx, leadId);
  const { stage, unless, flag, reason } = consequences.booked;
  await setStage(ctx, { leadId, stage, unless, reason });
  await moveToFlag(ctx, { leadId, runId: booking.runId, flag, reason });
  await Promise.all([
    recordEvent(ctx, { type: 'appointment.booked', leadId, conversationId, data: { appointmentId: id, startAt } }),
    recordAction(ctx, {
      leadId,
      conversationId,
      appointmentId: id,
      type: 'appointment',
      summary: summaryOf('Booked', appointment),
    }),
    recordAudit(ctx, { verb: 'bookAppointment', objectType: 'appointment', objectId: id }),
  ]);
  return appointment;
}

export function hashUid(uid: string): Buffer {
  return createHash('sha256').update(uid).digest();
}

export function summaryOf(verb: string, appointment: Appointment): string {
  const by = appointment.resourceName ? ` with ${appointment.resourceName}` : '';
  return `${verb} ${appointment.title}${by}, ${appointment.startAt} (${appointment.timeZone})`;
}

export const bookAppointmentOperation = defineOperation({
  operationId: 'bookAppointment',
  method: 'POST',
  path: '/v1/appointments',
  tag: 'Appointments',
  summary: 'Book an appointment',
  auth: 'key',
  scope: 'appointments:write',
  body: bookAppointmentSchema,
  success: { status: 201, description: 'The appointment.', schema: appointmentSchema },
  errors: ['not_found', 'conflict', 'unprocessable'],
  idempotent: true,
  location: (appointment) => `/v1/appointments/${appointment.id}`,
  handle: (ctx: Ctx, { body }) => bookAppointment(ctx, body),
});
