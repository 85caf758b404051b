import type { TxCtx } from '../../db/database.ts';
import { remindersAhead } from '../../engagement/appointments/reminders-ahead.ts';
import type { BookingRule } from '../../engagement/workflow/definition.ts';
import { cancelTimers, setTimer } from '../../jobs/timers.ts';
import { bookingContext } from '../leads/index.ts';

/** A reminder of an appointment is due; its payload has `appointmentId`, `startAt` and `hoursBefore`. */
export const REMINDER_TIMER = 'reminder_due';

interface Booked {
  readonly id: string;
  readonly leadId: string;
  readonly startAt: string;
}

/** Sets the reminders of an appointment anew: at its booking, and when it has moved. The caller holds the lead's lock. */
export async function setReminders(
  ctx: TxCtx,
  { id: appointmentId, leadId, startAt }: Booked,
  rules: BookingRule['reminders'],
): Promise<void> {
  await cancelReminders(ctx, { id: appointmentId, leadId });
  for (const { hoursBefore, dueAt } of remindersAhead(rules, startAt, ctx.at))
    setTimer(ctx, { leadId, kind: REMINDER_TIMER, payload: { appointmentId, startAt, hoursBefore }, dueAt });
}

/** Nobody is reminded of what is cancelled or over. */
export async function cancelReminders(ctx: TxCtx, { id, leadId }: Omit<Booked, 'startAt'>): Promise<void> {
  await cancelTimers(ctx, leadId, [REMINDER_TIMER], { match: { appointmentId: id } });
}

/** By what rule a lead's appointment is treated: that of the workflow that booked it, else of the one the lead is in. */
export async function bookingRuleOf(
  ctx: TxCtx,
  { leadId, workflowId }: { readonly leadId: string; readonly workflowId: string | null },
): Promise<BookingRule | undefined> {
  return (await bookingContext(ctx, leadId, workflowId ?? undefined)).workflow?.definition.booking;
}
