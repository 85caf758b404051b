import type { TxCtx } from '../../db/database.ts';
import { ruleOf } from '../../engagement/appointments/reminders-ahead.ts';
import { reminderWords } from '../../engagement/appointments/words.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { setTimer } from '../../jobs/timers.ts';
import { type Appointment, bookingRuleOf, findAppointment, REMINDER_TIMER } from '../appointments/index.ts';
import { recordAction } from '../timeline/index.ts';
import { asSpoken } from './as-spoken.ts';
import { sayPromised } from './say-promised.ts';
import { threadOfAppointment } from './thread-of-appointment.ts';

/** A reminder's time has come: it is said if the appointment still stands at that time, else nothing is. */
export async function remind(ctx: TxCtx, { leadId, payload }: ClaimedStimulus, publicUrl: string): Promise<void> {
  const appointment = await findAppointment(ctx, String(payload.appointmentId));
  if (!appointment || !stands(ctx, appointment, payload)) return;
  const conversationId = await threadOfAppointment(ctx, appointment, leadId);
  if (conversationId === undefined) return;
  const rules = (await bookingRuleOf(ctx, { ...appointment, leadId }))?.reminders ?? [];
  const own = ruleOf(rules, payload.hoursBefore);
  const { country } = ctx.workspace;
  const words = reminderWords(asSpoken(appointment, publicUrl), own, { now: ctx.at, country });
  const reason = 'reminder of the appointment';
  const said = await sayPromised(ctx, {
    leadId,
    conversationId,
    purpose: 'reminder',
    ...words,
    reason,
    isAgents: true,
  });
  if (said.outcome === 'said') return;
  // Put off beyond the start it would come too late.
  if (said.outcome === 'waits' && said.until.getTime() < Date.parse(appointment.startAt)) {
    setTimer(ctx, { leadId, kind: REMINDER_TIMER, payload, dueAt: said.until });
    return;
  }
  const summary = `Did not remind of the appointment: ${said.rule}`;
  recordAction(ctx, { leadId, conversationId, appointmentId: appointment.id, type: 'system_note', summary });
}

function stands({ at }: TxCtx, { status, startAt }: Appointment, payload: ClaimedStimulus['payload']): boolean {
  return status === 'confirmed' && startAt === payload.startAt && Date.parse(startAt) > at.getTime();
}
