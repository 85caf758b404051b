import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { cancelTimers, setTimer } from '../../jobs/timers.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { ATTEMPT_TIMER, MISSED_TIMER } from '../conversations/index.ts';
import { lockLead, moveStatus, moveToFlag, renewCadence, setStage, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { type Appointment, appointmentSchema } from './appointment.ts';
import { summaryOf } from './book-appointment.ts';
import { hasOther } from './cancel-appointment.ts';
import { appointmentParams, readAppointment } from './get-appointment.ts';
import { bookingRuleOf, cancelReminders } from './reminders.ts';

const outcomeSchema = z.strictObject({
  outcome: z.enum(['completed', 'no_show']).describe('completed: it took place. no_show: the lead did not come.'),
  reason: z.string().trim().min(1).max(500).optional().describe('Stands on the timeline.'),
});
type Outcome = z.infer<typeof outcomeSchema>;

/**
 * Says what became of an appointment whose time has come; the same again changes nothing, the other corrects it. A lead
 * that did not come has no appointment any more: it falls back as after a cancellation, or enters the status that the
 * workflow names, and is written to after a while. Raises `not_found`, `conflict` not_confirmed, not_started.
 */
export async function setAppointmentOutcome(
  ctx: Ctx,
  { appointmentId, ...wanted }: Outcome & { readonly appointmentId: string },
): Promise<Appointment> {
  requireScope(ctx, 'appointments:write');
  return transaction(ctx, async (tctx) => {
    await lockLead(tctx, (await readAppointment(tctx, appointmentId)).leadId);
    const before = await readAppointment(tctx, appointmentId);
    if (before.status === wanted.outcome) return before;
    if (before.status === 'cancelled') throw conflict('not_confirmed', 'The appointment was cancelled.');
    if (Date.parse(before.startAt) > tctx.at.getTime())
      throw conflict('not_started', 'The appointment is still to come. Cancel or move it instead.');
    await tctx.tx`
      update appointments set status = ${wanted.outcome}, updated_at = ${tctx.at}
      where workspace_id = ${tctx.workspace.id} and id = ${appointmentId}`;
    await cancelReminders(tctx, before);
    await cancelTimers(tctx, before.leadId, [MISSED_TIMER], { match: { appointmentId } });
    await touchLead(tctx, before.leadId);
    const appointment = await readAppointment(tctx, appointmentId);
    if (wanted.outcome === 'no_show') await takeNoShow(tctx, appointment);
    else if (before.status === 'no_show') await takeBack(tctx, appointment);
    tell(tctx, appointment, wanted);
    return appointment;
  });
}

async function takeNoShow(ctx: TxCtx, appointment: Appointment): Promise<void> {
  const { leadId } = appointment;
  const rule = (await bookingRuleOf(ctx, appointment))?.noShow;
  const offerAt = rule === undefined ? null : promiseOffer(ctx, appointment, rule.followUpAfterMinutes);
  if (!(await hasOther(ctx, leadId))) await fallBack(ctx, appointment, rule?.status);
  if (offerAt === null) return;
  // Two words at once would be one too many: attempts to reach the lead come after the offer.
  await cancelTimers(ctx, leadId, [ATTEMPT_TIMER]);
  await renewCadence(ctx, leadId, { afterWordsAt: offerAt });
}

/** Has another time offered after a while; when, or null where the workflow does not want it. */
function promiseOffer(ctx: TxCtx, appointment: Appointment, afterMinutes: number | null): Date | null {
  if (afterMinutes === null) return null;
  const { id: appointmentId, leadId, runId, conversationId } = appointment;
  const dueAt = new Date(ctx.at.getTime() + afterMinutes * 60_000);
  // By these it is known to whom it belongs when a run is paused or ended.
  const place = conversationId === null ? { ...(runId !== null && { runId }) } : { conversationId };
  setTimer(ctx, { leadId, kind: MISSED_TIMER, payload: { appointmentId, ...place }, dueAt });
  return dueAt;
}

async function fallBack(ctx: TxCtx, { leadId, runId }: Appointment, statusKey: string | undefined): Promise<void> {
  const reason = 'the lead did not come';
  const fallsBack = await setStage(ctx, { leadId, stage: 'qualified', unless: ['converted', 'lost'], reason });
  if (!fallsBack || runId === null) return;
  if (statusKey === undefined) await moveToFlag(ctx, { leadId, runId, flag: 'qualified', reason });
  else await moveStatus(ctx, { leadId, runId, statusKey, reason });
}

/** It took place after all. */
async function takeBack(ctx: TxCtx, { leadId, runId }: Appointment): Promise<void> {
  const reason = 'the appointment took place';
  const isBack = await setStage(ctx, { leadId, stage: 'booked', unless: ['converted', 'lost'], reason });
  if (isBack) await moveToFlag(ctx, { leadId, runId, flag: 'booking_target', reason });
}

function tell(ctx: TxCtx, appointment: Appointment, { outcome, reason }: Outcome): void {
  const { id: appointmentId, leadId, conversationId, startAt } = appointment;
  const type = outcome === 'completed' ? 'appointment.completed' : 'appointment.no_show';
  recordEvent(ctx, { type, leadId, conversationId, data: { appointmentId, startAt } });
  const summary = summaryOf(outcome === 'completed' ? 'Took place:' : 'Did not come to', appointment);
  const because = reason === undefined ? '' : `: ${reason}`;
  recordAction(ctx, {
    ...{ leadId, conversationId, appointmentId, type: 'appointment', summary: `${summary}${because}` },
  });
  const changed = ['status'];
  recordAudit(ctx, { verb: 'setAppointmentOutcome', objectType: 'appointment', objectId: appointmentId, changed });
}

export const setAppointmentOutcomeOperation = defineOperation({
  operationId: 'setAppointmentOutcome',
  method: 'POST',
  path: '/v1/appointments/{appointmentId}/outcome',
  tag: 'Appointments',
  summary: 'Say what became of an appointment',
  description:
    "Once its time has come: else a 409 `not_started`; a cancelled one is a 409 `not_confirmed`. After a `no_show` the lead falls back to qualified, or enters the status that the workflow's booking rule names, and the agent offers another time after a while. The same again changes nothing; the other corrects it.",
  auth: 'key',
  scope: 'appointments:write',
  params: appointmentParams,
  body: outcomeSchema,
  success: { status: 200, description: 'The appointment as it is now.', schema: appointmentSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => setAppointmentOutcome(ctx, { ...params, ...body }),
});
